// The drawing of vector tiles expects Leaflet under its old global name.
import L from "leaflet";

window.L = L;

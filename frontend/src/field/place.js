// Where the phone is. Asked for when a visit begins; a phone that does not say is told so, and nothing stops.
const EARTH_M = 6371008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

export function metres(one, other) {
  const [lat1, lon1, lat2, lon2] = [one[0], one[1], other[0], other[1]].map(radians);
  const half = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, half)));
}

export function position() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({
        latitude: +coords.latitude.toFixed(7), longitude: +coords.longitude.toFixed(7),
        accuracy: Math.round(coords.accuracy), mocked: coords.accuracy === 0,
      }),
      () => done(null),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 15_000 },
    );
  });
}

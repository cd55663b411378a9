// A photo at the shutter: made small, stripped of everything but the picture, hashed, and what the phone knows said beside it.
const LONGEST_SIDE = 1600;
const FRESH_MS = 120_000;

// Where the page does not come by HTTPS a browser hashes nothing: the server then does it alone.
export async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return "";
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// EXIF writes its times as text; the first one near the beginning is when the picture was taken.
function takenAt(bytes) {
  const found = new TextDecoder("latin1").decode(bytes.slice(0, 65536)).match(/(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/);
  return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}` : "";
}

async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
}

export async function photo(file, name, position) {
  const original = await file.arrayBuffer();
  let blob;
  try {
    blob = await shrunk(file);
  } catch {
    blob = file; // an old phone that cannot draw it sends it as it is
  }
  const source = Math.abs(Date.now() - file.lastModified) < FRESH_MS ? "camera" : "gallery";
  const about = { source, at: new Date().toISOString(), original: await sha256(original), taken: takenAt(original) };
  about.sha256 = await sha256(await blob.arrayBuffer());
  if (position) Object.assign(about, { latitude: position.latitude, longitude: position.longitude, accuracy: position.accuracy });
  return { name, blob, about };
}

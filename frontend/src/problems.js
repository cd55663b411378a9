// Photos of a place put right: made small before they travel, shown before they are sent, with where they were taken.
// Without this file the same form sends the photos as they are. Also: one box that ticks all of a list.
const LONGEST_SIDE = 1600;

export function takeShots() {
  document.querySelectorAll("input[data-shots]").forEach(attend);
}

function attend(input) {
  const form = input.form;
  const previews = document.createElement("div");
  previews.dataset.previews = "";
  input.after(previews);
  input.addEventListener("change", async () => {
    locate(form);
    const files = await Promise.all([...input.files].map(shrunk));
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    input.files = held.files;
    previews.replaceChildren(...files.map(preview));
  });
}

function preview(file) {
  const picture = document.createElement("img");
  picture.alt = file.name;
  picture.src = URL.createObjectURL(file);
  return picture;
}

async function shrunk(file) {
  if (file.size < 400_000) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // an old phone that cannot draw it sends it as it is
  }
}

function locate(form) {
  const latitude = form.querySelector("[data-latitude]");
  const longitude = form.querySelector("[data-longitude]");
  if (!latitude || !navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
    },
    () => {},
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
}

document.addEventListener("change", (event) => {
  const all = event.target.closest?.("[data-all]");
  if (!all) return;
  document.querySelectorAll(`input[type="checkbox"][name="${all.dataset.all}"]`).forEach((one) => (one.checked = all.checked));
});

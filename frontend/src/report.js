// A resident's form: where the phone stands, photos made small and without what the camera wrote, one report for many clicks.
// Without any of this the form works as it is; the server cleans photos again and knows a form that is sent twice.
const LONGEST_SIDE = 1920;
const form = document.querySelector("[data-report]");
const photos = form.elements.photos;
const picked = form.querySelector("[data-picked]");
const says = form.querySelector("[data-place]");

function place(latitude, longitude, accuracy, by, words) {
  for (const [name, value] of Object.entries({ latitude, longitude, accuracy_m: accuracy, position_by: by })) form.elements[name].value = value;
  says.textContent = words;
}

async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  return made ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

async function small(file) {
  try {
    return await shrunk(file);
  } catch {
    return file; // what an old phone cannot draw goes as it is
  }
}

let working = Promise.resolve();
photos.addEventListener("change", () => {
  working = (async () => {
    const small_ones = await Promise.all([...photos.files].map(small));
    const given = new DataTransfer();
    small_ones.forEach((one) => given.items.add(one));
    photos.files = given.files;
    picked.hidden = !small_ones.length;
    picked.replaceChildren(...small_ones.map(shown));
  })();
});

function shown(file) {
  const item = document.createElement("li");
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  item.append(picture);
  return item;
}

const locate = form.querySelector("[data-locate]");
if (navigator.geolocation && window.isSecureContext) {
  locate.hidden = false;
  locate.addEventListener("click", () => {
    says.textContent = locate.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => place(coords.latitude, coords.longitude, Math.round(coords.accuracy), "phone", locate.dataset.found.replace("{n}", Math.round(coords.accuracy))),
      () => (says.textContent = locate.dataset.failed),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}

let sent = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sent) return;
  sent = true;
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  button.textContent = form.dataset.working;
  await working.catch(() => {});
  form.submit();
});

// Back from the next page the browser shows this one as it was left: with its button down. A fresh one has a fresh id.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

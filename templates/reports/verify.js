// Filters the differences. The page can be read without it.
(() => {
  const form = document.getElementById('filter');
  if (form === null) return;
  const items = [...document.querySelectorAll('.difference')];
  const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
  const output = form.querySelector('output');

  function filter() {
    const { text, kind, cause } = form.elements;
    const wanted = text.value.trim().toLowerCase();
    let shown = 0;
    for (const item of items) {
      item.hidden =
        (kind.value !== '' && item.dataset.kind !== kind.value) ||
        (cause.value !== '' && item.dataset.cause !== cause.value) ||
        !texts.get(item).includes(wanted);
      if (!item.hidden) shown++;
    }
    output.value = `${shown} of ${items.length} listed differences`;
  }

  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
})();

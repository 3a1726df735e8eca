const table = document.querySelector('table'), body = table.tBodies[0], box = document.querySelector('input');
const rows = [...body.rows], count = document.querySelector('#count');
const show = () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let n = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    if (!row.hidden) n++;
  }
  count.textContent = n + ' / ' + rows.length;
};
box.addEventListener('input', show);
let sorted = -1, up = true;
[...table.tHead.rows[0].cells].forEach((cell, i) => cell.addEventListener('click', () => {
  up = sorted === i ? !up : true; sorted = i;
  const key = row => row.cells[i].dataset.sort ?? row.cells[i].textContent;
  rows.sort((a, b) => {
    const x = key(a), y = key(b), p = parseFloat(x), q = parseFloat(y);
    const order = isNaN(p) || isNaN(q) ? x.localeCompare(y, 'zh') : p - q;
    return up ? order : -order;
  });
  body.append(...rows);
}));
show();

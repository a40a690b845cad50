/* Takes files and folders that are dropped or chosen, and sends them in many small requests, so that a folder
   of a thousand files gets through. Without it the form sends them in one. ES2015 only. */
(function () {
  'use strict';
  const form = document.getElementById('intake');
  const sending = document.querySelector('.sending');
  const told = sending.querySelector('[data-told]');
  const bar = sending.querySelector('progress');
  const MOST = Number(form.getAttribute('data-most'));
  const LARGEST = Number(form.getAttribute('data-largest'));
  const TOTAL = Number(form.getAttribute('data-total'));
  /* Of one request. */
  const FILES = 40;
  const BYTES = 24 * 1024 * 1024;
  let stopped = false;
  let busy = false;

  function count(number) { return number.toLocaleString('zh-CN'); }

  function tell(text) {
    told.textContent = text;
    window.Yanku.say(text);
  }

  /* All entries of a folder: a browser gives a hundred at a time. */
  function entriesOf(reader, before) {
    return new Promise(function (resolve, reject) {
      reader.readEntries(function (entries) {
        if (!entries.length) { resolve(before); } else { resolve(entriesOf(reader, before.concat(entries))); }
      }, reject);
    });
  }

  /* The files under an entry, one folder after the other, in the order of the folder. */
  function filesUnder(entry) {
    if (entry.isFile) {
      return new Promise(function (resolve, reject) {
        entry.file(function (file) { resolve([file]); }, reject);
      });
    }
    return entriesOf(entry.createReader(), []).then(filesOfAll);
  }

  function filesOfAll(entries) {
    return entries.reduce(function (before, entry) {
      return before.then(function (files) {
        return filesUnder(entry).then(function (more) { return files.concat(more); });
      });
    }, Promise.resolve([]));
  }

  /* What was dropped; the list of items is gone as soon as the event is over. */
  function dropped(transfer) {
    const items = Array.from(transfer.items || []);
    const entries = items.map(function (item) {
      return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
    }).filter(Boolean);
    return entries.length ? filesOfAll(entries) : Promise.resolve(Array.from(transfer.files));
  }

  /* Divided into requests, none of which is too large. */
  function parcels(files) {
    const all = [[]];
    let bytes = 0;
    files.forEach(function (file) {
      const last = all[all.length - 1];
      if (last.length && (last.length >= FILES || bytes + file.size > BYTES)) {
        all.push([file]);
        bytes = file.size;
      } else {
        last.push(file);
        bytes += file.size;
      }
    });
    return all;
  }

  function send(files, refused, batch, more) {
    const data = new FormData();
    data.append('csrf', form.elements.csrf.value);
    data.append('batch', batch);
    data.append('more', more ? '1' : '');
    refused.forEach(function (file) { data.append('refused', file.name); });
    files.forEach(function (file) { data.append('file', file, file.name); });
    const options = { method: 'POST', body: data, headers: { Accept: 'application/json' }, credentials: 'same-origin' };
    return window.fetch(form.action, options).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) { throw new Error(answer.error + (answer.remedy ? '。' + answer.remedy : '')); }
        return answer;
      });
    });
  }

  function sendAll(files) {
    const refused = files.filter(function (file) { return file.size > LARGEST; });
    const good = files.filter(function (file) { return file.size <= LARGEST; });
    const rounds = parcels(good);
    let sent = 0;
    bar.max = Math.max(1, good.length);
    return rounds.reduce(function (before, parcel, number) {
      return before.then(function (answer) {
        if (stopped) { throw new Error('已取消，没有导入什么'); }
        told.textContent = '正在送出文件，' + count(sent) + ' / ' + count(good.length);
        return send(parcel, number ? [] : refused, answer.batch, number < rounds.length - 1);
      }).then(function (answer) {
        sent += parcel.length;
        bar.value = sent;
        return answer;
      });
    }, Promise.resolve({ batch: '' })).then(function (answer) { window.location.href = answer.url; });
  }

  function check(files) {
    const bytes = files.reduce(function (sum, file) { return sum + (file.size > LARGEST ? 0 : file.size); }, 0);
    if (!files.length) { throw new Error('里面没有文件'); }
    if (files.length > MOST) {
      throw new Error('有 ' + count(files.length) + ' 个文件，一次最多 ' + count(MOST) + ' 个；请分几次');
    }
    if (bytes > TOTAL) {
      throw new Error('一共 ' + count(Math.ceil(bytes / 1048576)) + ' MB，一次最多 ' + count(TOTAL / 1048576) + ' MB；请分几次');
    }
    return files;
  }

  function start(files) {
    if (busy) { return; }
    busy = true;
    stopped = false;
    sending.hidden = false;
    sending.removeAttribute('data-failed');
    form.hidden = true;
    bar.removeAttribute('value');
    tell('正在读取文件夹……');
    files.then(check).then(sendAll).catch(function (error) {
      const ours = /[\u4e00-\u9fff]/.test(error.message);
      tell(ours ? error.message : '送不过去：言库可能已经关闭，或有文件正被别的程序占用');
      sending.setAttribute('data-failed', '');
      form.hidden = false;
      form.reset();
      busy = false;
    });
  }

  form.addEventListener('change', function (event) {
    if (event.target.type === 'file' && event.target.files.length) {
      start(Promise.resolve(Array.from(event.target.files)));
    }
  });
  sending.querySelector('[data-stop-sending]').addEventListener('click', function () { stopped = true; });

  /* Anywhere on the page will do. */
  function hasFiles(event) {
    return event.dataTransfer && Array.from(event.dataTransfer.types).indexOf('Files') >= 0;
  }
  document.addEventListener('dragover', function (event) {
    if (!hasFiles(event)) { return; }
    event.preventDefault();
    form.setAttribute('data-over', '');
  });
  document.addEventListener('dragleave', function (event) {
    if (!event.relatedTarget) { form.removeAttribute('data-over'); }
  });
  document.addEventListener('drop', function (event) {
    if (!hasFiles(event)) { return; }
    event.preventDefault();
    form.removeAttribute('data-over');
    start(dropped(event.dataTransfer));
  });

  /* A choice is enough to begin: no second button. */
  form.setAttribute('data-ready', '');
  form.querySelector('.invite').hidden = false;
  form.querySelector('[data-send]').hidden = true;
}());

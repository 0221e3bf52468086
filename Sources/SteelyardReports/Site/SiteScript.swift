/// The one script of a report: it sorts, filters and searches the ranking. Without it every page is read as it is.
///
/// The rows come from `search.js`; all of them go into the page as text, never as markup.
enum SiteScript {
  static let javascript = #"""
    /* Sorts, filters and searches the ranking of a report. Nothing is fetched and nothing is stored. */
    (function () {
      "use strict";
      var table = document.getElementById("ranking");
      if (!table) { return; }
      var pageLength = 200;
      var language = document.documentElement.lang;
      var titles = Array.prototype.slice.call(table.tHead.rows[0].cells);
      var columns = titles.map(function (cell) {
        return {
          name: cell.dataset.column, kind: cell.dataset.kind, high: cell.dataset.high || null,
          decimals: Number(cell.dataset.decimals), divisor: Number(cell.dataset.divisor || 1), title: cell
        };
      });
      var body = table.tBodies[0];
      var search = document.getElementById("search");
      var selects = Array.prototype.slice.call(document.querySelectorAll("select[data-filter]"));
      var status = document.getElementById("status");
      var data = null, place = {}, shown = [], page = 0, order = { column: null, down: false };

      function grouped(text) {
        var parts = text.split("."), sign = parts[0].charAt(0) === "-" ? "-" : "", digits = parts[0].replace("-", "");
        parts[0] = sign + digits.replace(/\B(?=(\d{3})+$)/g, ",");
        return parts.join(".");
      }
      function fixed(value, decimals) {
        var text = value.toFixed(decimals);
        return /^-[0.]*$/.test(text) ? text.slice(1) : text;
      }
      function number(text, column) {
        if (text === "") { return ""; }
        if (column.kind === "whole") { return grouped(text); }
        var value = fixed(Number(text) / column.divisor, column.decimals);
        return column.kind === "money" ? grouped(value) : value;
      }
      function word(text) {
        var words = data.words[language];
        return Object.prototype.hasOwnProperty.call(words, text) ? words[text] : text;
      }
      function isNumber(column) { return column.kind === "whole" || column.kind === "ratio" || column.kind === "money"; }
      function cell(row, name) { return row[place[name]]; }
      function text(row, column) {
        var low = cell(row, column.name);
        if (column.high) {
          var high = cell(row, column.high);
          return low === "" || high === "" ? "" : number(low, column) + "-" + number(high, column);
        }
        if (isNumber(column)) { return number(low, column); }
        return column.kind === "word" ? word(low) : low;
      }
      function line(row) {
        var tr = document.createElement("tr");
        columns.forEach(function (column) {
          var td = document.createElement("td"), inner = td;
          if (isNumber(column)) { td.className = "number"; }
          if (column.name === "band") { td.className = "band-" + cell(row, "band"); }
          if (column.name === "institution_id") {
            inner = document.createElement("a");
            inner.href = "institutions/" + cell(row, "page");
            td.className = "code";
            td.appendChild(inner);
          }
          inner.textContent = text(row, column);
          tr.appendChild(td);
        });
        return tr;
      }
      function compare(a, b) {
        var column = order.column, x = cell(a, column.name), y = cell(b, column.name), result;
        if (x === "" || y === "") { return x === y ? byRank(a, b) : x === "" ? 1 : -1; }
        if (isNumber(column)) { result = Number(x) - Number(y); } else {
          x = column.kind === "word" ? word(x) : x;
          y = column.kind === "word" ? word(y) : y;
          result = x < y ? -1 : x > y ? 1 : 0;
        }
        return result === 0 ? byRank(a, b) : order.down ? -result : result;
      }
      function byRank(a, b) { return Number(cell(a, "rank")) - Number(cell(b, "rank")); }
      function select() {
        var wanted = search.value.trim().toLowerCase();
        shown = data.rows.filter(function (row) {
          var isChosen = selects.every(function (filter) {
            return filter.value === "" || cell(row, filter.dataset.filter) === filter.value.slice(1);
          });
          return isChosen && (wanted === "" || cell(row, "institution_id").toLowerCase().indexOf(wanted) >= 0
            || cell(row, "name").toLowerCase().indexOf(wanted) >= 0);
        });
        if (order.column) { shown.sort(compare); }
        page = 0;
        draw();
      }
      function filled(text, values) {
        return text.replace(/\[(\w+)\]/g, function (whole, name) { return name in values ? values[name] : whole; });
      }
      function draw() {
        var pages = Math.max(1, Math.ceil(shown.length / pageLength));
        var rows = shown.slice(page * pageLength, (page + 1) * pageLength);
        body.textContent = "";
        rows.forEach(function (row) { body.appendChild(line(row)); });
        status.textContent = shown.length === 0 ? table.dataset.none : filled(status.dataset.text, {
          shown: grouped(String(shown.length)), all: grouped(String(data.rows.length))
        });
        document.getElementById("page").textContent = filled(table.dataset.pages, { page: page + 1, pages: pages });
        document.getElementById("previous").disabled = page === 0;
        document.getElementById("next").disabled = page + 1 >= pages;
        columns.forEach(function (column) {
          var isOrder = order.column === column;
          column.title.setAttribute("aria-sort", isOrder ? (order.down ? "descending" : "ascending") : "none");
        });
      }
      function turn(step) {
        page += step;
        draw();
        table.scrollIntoView();
      }
      function sortBy(column) {
        var startsDown = isNumber(column) && column.name !== "rank" && !column.high;
        order = { column: column, down: order.column === column ? !order.down : startsDown };
        select();
      }
      function moved(event, step) {
        var links = Array.prototype.slice.call(body.querySelectorAll("a"));
        var current = links.indexOf(document.activeElement);
        if (current < 0 || !links[current + step]) { return; }
        event.preventDefault();
        links[current + step].focus();
      }
      function start() {
        columns.forEach(function (column) {
          var button = document.createElement("button");
          button.type = "button";
          button.textContent = column.title.textContent;
          column.title.textContent = "";
          column.title.appendChild(button);
          button.addEventListener("click", function () { sortBy(column); });
        });
        selects.forEach(function (filter) {
          var values = {};
          data.rows.forEach(function (row) { values["=" + cell(row, filter.dataset.filter)] = true; });
          Object.keys(values).sort().forEach(function (value) {
            var option = document.createElement("option");
            option.value = value;
            option.textContent = word(value.slice(1));
            filter.appendChild(option);
          });
          filter.addEventListener("change", select);
        });
        search.addEventListener("input", select);
        document.getElementById("controls").addEventListener("submit", function (event) { event.preventDefault(); });
        document.getElementById("previous").addEventListener("click", function () { turn(-1); });
        document.getElementById("next").addEventListener("click", function () { turn(1); });
        document.addEventListener("keydown", function (event) {
          var isTyping = event.target === search;
          if (event.key === "/" && !isTyping) { event.preventDefault(); search.focus(); }
          if (event.key === "Escape" && isTyping) { search.value = ""; select(); }
          if (event.key === "ArrowDown") { moved(event, 1); }
          if (event.key === "ArrowUp") { moved(event, -1); }
        });
        document.getElementById("controls").hidden = false;
        document.getElementById("pager").hidden = false;
        document.getElementById("pages").hidden = true;
      }
      window.steelyardRanking = function (index) {
        data = index;
        index.columns.forEach(function (name, position) { place[name] = position; });
        // A page of the static table opens the same page of the whole.
        var first = body.rows.length === 0 ? 0 : Number(body.rows[0].cells[0].textContent.replace(/,/g, ""));
        start();
        shown = data.rows.slice();
        page = Math.floor(Math.max(0, first - 1) / pageLength);
        draw();
      };
    })();

    """#
}

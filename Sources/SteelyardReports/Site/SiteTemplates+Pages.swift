extension SiteTemplates {
  /// Which language: the first page of a report in both.
  static let chooser = """
    <h1>{{title}}</h1>
    <ul class="languages">
    {{#links}}<li><a href="{{href}}" lang="{{lang}}" hreflang="{{lang}}">{{text}}</a></li>
    {{/links}}</ul>

    """

  /// What was run, on what, how good the data were, how many and how much.
  static let overview = """
    <h1>{{title}}</h1>
    <p class="lead">{{meaning}}</p>
    <section aria-labelledby="lists"><h2 id="lists">{{w.lists}}</h2>
    {{{bands_table}}}{{{bands_figure}}}{{{listed_table}}}<p><a href="ranking.html">{{w.full_ranking}}</a></p></section>
    <section aria-labelledby="rollups"><h2 id="rollups">{{w.rollups}}</h2>
    {{{rollups_table}}}</section>
    <section aria-labelledby="funnel"><h2 id="funnel">{{w.funnel}}</h2>
    {{{funnel_figure}}}</section>
    {{#has_intervals}}<section aria-labelledby="indices"><h2 id="indices">{{w.indices}}</h2>
    {{{indices_figure}}}</section>
    <section aria-labelledby="ranks"><h2 id="ranks">{{w.ranks}}</h2>
    {{{ranks_figure}}}</section>
    {{/has_intervals}}<section aria-labelledby="run"><h2 id="run">{{w.what_was_run}}</h2>
    {{{run_facts}}}{{{inputs_table}}}{{{methods_table}}}{{{fits_table}}}</section>
    <section aria-labelledby="quality"><h2 id="quality">{{w.data_quality}}</h2>
    {{{rows_table}}}{{{notes_table}}}{{{absences_table}}}{{#dominant}}<p>{{.}}</p>
    {{/dominant}}</section>

    """

  /// A page of the ranked table; the script shows the controls and takes over where it runs.
  static let ranking = """
    <h1>{{title}}</h1>
    <p class="lead">{{meaning}}</p>
    <form id="controls" hidden>
    <label>{{w.search}} <input type="search" id="search" autocomplete="off" aria-describedby="search-help"></label>
    {{#filters}}<label>{{title}} <select data-filter="{{column}}"><option value="">{{all}}</option></select></label>
    {{/filters}}<p id="search-help">{{w.search_help}}</p>
    </form>
    <p id="status" role="status" aria-live="polite" data-text="{{w.status}}">{{status}}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="{{title}}"><table id="ranking" data-pages="{{w.page_of}}" \
    data-none="{{w.none_found}}">
    <caption>{{title}}</caption>
    <thead><tr>{{#columns}}<th scope="col" class="{{class}}" data-column="{{column}}" data-kind="{{kind}}"\
    {{#high}} data-high="{{high}}"{{/high}}{{#divisor}} data-divisor="{{divisor}}"{{/divisor}} \
    data-decimals="{{decimals}}">{{title}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}<tr>{{#cells}}<td{{#class}} class="{{class}}"{{/class}}>{{#href}}<a href="{{href}}">{{/href}}\
    {{#value}}<data value="{{value}}">{{/value}}{{text}}{{#value}}</data>{{/value}}{{#href}}</a>{{/href}}</td>\
    {{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    <nav id="pages" aria-label="{{w.pages}}"><ul>
    {{#pages}}<li><a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{text}}</a></li>
    {{/pages}}</ul></nav>
    <div id="pager" hidden><button type="button" id="previous">{{w.previous}}</button> <span id="page"></span> \
    <button type="button" id="next">{{w.next}}</button></div>

    """

  /// One institution on two or three sheets of paper.
  static let dossier = """
    <article>
    <h1>{{title}}</h1>
    <p class="subtitle">{{subtitle}}</p>
    <p class="verdict band-{{band}}"><strong>{{band_name}}</strong> {{verdict}}</p>
    {{{facts}}}<section aria-labelledby="words"><h2 id="words">{{w.in_words}}</h2>
    {{#words}}<h3>{{heading}}</h3>
    <p>{{#sentences}}{{.}} {{/sentences}}</p>
    {{/words}}</section>
    {{#has_gates}}<section aria-labelledby="gates"><h2 id="gates">{{gates_heading}}</h2>
    {{{gates_table}}}</section>
    {{/has_gates}}<section aria-labelledby="where"><h2 id="where">{{w.place}}</h2>
    {{{funnel_figure}}}{{{place_figure}}}</section>
    <section aria-labelledby="months"><h2 id="months">{{w.months}}</h2>
    {{{trend_figure}}}{{{months_table}}}{{#months_missing}}<p>{{months_missing}}</p>{{/months_missing}}</section>
    {{#has_waterfall}}<section aria-labelledby="parts"><h2 id="parts">{{waterfall_heading}}</h2>
    <p>{{waterfall_reading}}</p>
    {{{waterfall_figure}}}{{{items_table}}}</section>
    {{/has_waterfall}}<section aria-labelledby="strata"><h2 id="strata">{{strata_heading}}</h2>
    {{{strata_table}}}{{#strata_missing}}<p>{{strata_missing}}</p>{{/strata_missing}}</section>
    {{#has_patients}}<section aria-labelledby="patients"><h2 id="patients">{{patients_heading}}</h2>
    <p>{{patients_sentence}}</p>
    {{{patients_table}}}</section>
    {{/has_patients}}{{#has_bursts}}<section aria-labelledby="persons"><h2 id="persons">{{w.persons}}</h2>
    <p>{{w.persons_reading}}</p>
    {{{bursts_table}}}{{{members_table}}}</section>
    {{/has_bursts}}{{#has_profile}}<section aria-labelledby="features"><h2 id="features">{{profile_heading}}</h2>
    {{#profile_sentences}}<p>{{.}}</p>
    {{/profile_sentences}}{{{screen_table}}}{{{parts_figure}}}{{{features_table}}}</section>
    {{/has_profile}}{{#has_innocent}}<section aria-labelledby="innocent"><h2 id="innocent">{{innocent_heading}}</h2>
    <ul class="checks">{{#innocent}}<li><span class="tick" aria-hidden="true"></span>{{.}}</li>{{/innocent}}</ul>
    <p>{{appeal}}</p></section>
    {{/has_innocent}}<section aria-labelledby="basis"><h2 id="basis">{{w.basis}}</h2>
    <ul>{{#basis}}<li>{{.}}</li>{{/basis}}</ul></section>
    <p class="closing">{{closing}}</p>
    </article>

    """
}

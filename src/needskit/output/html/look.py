"""How the page looks: black on white, no colour that says anything, and nothing lost on paper."""

STYLE = """
body { font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #000; background: #fff; margin: 0 auto; padding: 1rem;
  max-width: 70rem; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { font-size: 1.5rem; margin-top: 2.5rem; }
h3 { font-size: 1.2rem; margin-top: 2.5rem; }
a { color: #00f; text-decoration: underline; }
a:focus, .wide:focus { outline: 3px solid #000; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.mark { font-weight: bold; border: 2px solid #000; padding: .5rem; }
.wide { overflow-x: auto; }
figure { margin: 1rem 0; }
svg { display: block; width: 100%; height: auto; max-width: 60rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #767676; }
thead th { vertical-align: bottom; min-width: 5rem; }
tbody th { font-weight: normal; }
.n { text-align: right; }
li { margin-bottom: .5rem; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; font-size: 10pt; }
  nav, .skip { display: none; }
  .wide { overflow: visible; }
  figure, tr { break-inside: avoid; }
  svg { max-height: 150mm; }
  h2, h3, caption, h3 + p, h3 + p + p { break-after: avoid; }
  table { font-size: 8pt; }
  th, td { padding: .15rem .4rem .15rem 0; }
  thead th { min-width: 0; }
  thead { display: table-header-group; }
  a { color: #000; }
}
"""

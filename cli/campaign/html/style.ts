/** The style sheet of the result page. */
import { baseStyle, colourStyle } from '../../html/base-style.ts';
import { light, propertiesOf } from '../../html/colours.ts';

const own = `
.part{border-top:1px solid var(--ink);padding-block:1.25rem 2.25rem;scroll-margin-top:.5rem}
.part>header{margin-bottom:1.25rem}
.part>div{min-width:0}
.asks{color:var(--muted);font-size:.9375rem;max-width:34rem}
.part h3{margin-block:1.75rem .35rem}
.aside,.note{color:var(--muted);font-size:.8125rem}
.note{margin-top:.6rem;max-width:46rem}
.facts{display:grid;grid-template-columns:1fr;gap:.35rem}
.facts dt{flex:0 0 auto}
.verdict{max-width:76rem;margin-inline:auto;padding:0 clamp(1rem,4vw,2rem) 1.75rem}
.verdict p{max-width:46rem}
.headline{font-size:clamp(1.35rem,3.4vw,1.75rem);line-height:1.25;font-weight:650;letter-spacing:-.01em;margin-bottom:.4rem;padding-left:.75rem;border-left:4px solid var(--muted)}
.good .headline{border-left-color:var(--accent);color:var(--accent)}
.open .headline{border-left-style:dashed}
.interval{margin-bottom:1rem;max-width:46rem}
figcaption{font-size:.9375rem;font-weight:600;margin-bottom:.5rem}
.interval svg{display:block;overflow:visible}
svg text{font-size:12px;fill:var(--muted);paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
svg text.strong{fill:var(--ink);font-weight:600;font-size:13px}
.axis{stroke:var(--rule)}
.zero{stroke:var(--ink);stroke-width:1.5}
.clear{fill:var(--half);stroke:var(--accent)}
.spans{fill:var(--soft);stroke:var(--muted);stroke-dasharray:4 3}
.dot{fill:var(--accent);stroke:var(--paper);stroke-width:2}
svg.bar{display:block}
.bar rect{fill:var(--accent)}
table{border-collapse:collapse;font-size:.875rem;line-height:1.35}
th,td{padding:.4rem .6rem;text-align:right;font-weight:400}
td{white-space:nowrap}
th:first-child{text-align:left;padding-left:0}
td:last-child,th:last-child{padding-right:0}
thead>tr>*{border-bottom:1px solid var(--rule)}
thead th{color:var(--muted);font-weight:500;vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--rule)}
.values{width:100%;max-width:46rem}
.bars{width:100%;max-width:46rem}
.bars th{white-space:nowrap}
.bars td:nth-child(2){width:50%;min-width:4rem;padding-inline:.5rem}
.bars tbody tr+tr>*{border-top:0}
.bars+.aside{margin-top:.5rem}
.scroll{position:relative;overflow-x:auto}
.scroll th{white-space:nowrap}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));column-gap:2rem}
.tiles>div{border-top:1px solid var(--rule);padding-block:.7rem 1.2rem}
.tiles dt{font-size:.875rem;color:var(--muted)}
.tiles .figure{font-size:1.6rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
.influenced{color:var(--muted);font-size:.8125rem;max-width:46rem;border-top:1px solid var(--rule);padding-top:.7rem}
@media (min-width:60rem){
.part{display:grid;grid-template-columns:15rem minmax(0,1fr);column-gap:2.5rem}
.part>header{position:sticky;top:1.25rem;align-self:start}
.facts{grid-template-columns:auto auto;justify-content:start;gap:.35rem 3rem}
}
@media (max-width:30rem){
.bars td:nth-child(2){width:auto;min-width:2.5rem}
th,td{padding-inline:.35rem}
}
@page{margin:14mm}
@media print{
:root{color-scheme:light;${propertiesOf(light)}}
body{font-size:10pt}
nav{display:none}
.masthead,main,footer,.verdict{max-width:none;padding-inline:0}
.part{display:block}
.part>header{position:static;break-after:avoid}
figure,tr,.tiles>div{break-inside:avoid}
}
`;

/** Light and dark as the reader's system has it, light on paper. */
export const style = `${colourStyle}${baseStyle}${own}`;

/** The style sheet of the page. */
import { baseStyle, colourStyle } from '../../html/base-style.ts';
import { heatSteps, light, propertiesOf } from '../../html/colours.ts';

const heat = Array.from({ length: heatSteps }, (_, step) => {
  return `.heat-${String(step)}{background:var(--heat-${String(step)});color:var(--on-heat-${String(step)})}`;
}).join('\n');

const mostPanels = 4;
const shownPanels = Array.from({ length: mostPanels }, (_, index) => {
  const nth = `:nth-of-type(${String(index + 1)})`;
  return `.switched:has(input${nth}:checked)>.panel${nth}{display:block}`;
}).join('\n');

const layout = `
.part{border-top:1px solid var(--ink);padding-block:1.25rem 2.25rem;scroll-margin-top:.5rem}
.part>header{margin-bottom:1.25rem}
.asks{color:var(--muted);font-size:.9375rem;max-width:34rem}
.tiles,.blocks{display:grid;column-gap:2rem}
.tiles{grid-template-columns:repeat(auto-fill,minmax(min(100%,12rem),1fr));column-gap:1.5rem}
.blocks{grid-template-columns:repeat(auto-fill,minmax(min(100%,16.5rem),1fr))}
.tiles>*,.blocks>*{min-width:0}
.wide{grid-column:1/-1;min-width:0}
.tile,.number{border-top:1px solid var(--rule);padding-block:.8rem 1.6rem;min-width:0;scroll-margin-top:.5rem}
.part .tile,.part .card{display:grid;grid-template-columns:minmax(0,1fr);grid-row:span 3;grid-template-rows:auto auto 1fr}
@supports (grid-template-rows:subgrid){.part .tile,.part .card,.entries>.number{grid-template-rows:subgrid}}
.wide>.wide,.panel>.number,.stack>.number{border-top:0;padding-top:0}
.switched,.stack{border-top:1px solid var(--rule);padding-block:.8rem 1.6rem}
.number .switched{border-top:0;padding-block:0}
.panel>.number{padding-bottom:0}
.entries{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,12rem),1fr));column-gap:1.5rem;margin-top:1rem}
.entries>.number{display:grid;grid-template-columns:minmax(0,1fr);grid-row:span 4;grid-template-rows:auto auto auto 1fr;padding-bottom:.6rem}
.definition{font-size:.8125rem;line-height:1.45;color:var(--muted);max-width:46rem;margin-top:.15rem}
.figure{font-size:1.75rem;line-height:1.2;font-weight:600;letter-spacing:-.01em;margin-top:.6rem}
.figure .aside{display:block;font-size:.8125rem;letter-spacing:0;margin-top:.1rem}
.aside{color:var(--muted);font-weight:400}
.change,.running-note,.quotient,.sentence,.note,.nothing{font-size:.8125rem;margin-top:.2rem}
.change{font-weight:600}
.running-note,.quotient,.note,.nothing{color:var(--muted)}
.nothing{font-size:.9375rem;padding-block:.75rem}
.sentence{font-size:.9375rem;margin-block:.5rem}
.note{margin-top:.6rem;max-width:52rem}
.chart-title{margin-bottom:.5rem}
.key{display:block;margin-bottom:.35rem}
@media (min-width:76rem){
.part{display:grid;grid-template-columns:15rem minmax(0,1fr);column-gap:2.5rem}
.part>header{position:sticky;top:1.25rem;align-self:start}
.blocks>:first-child,.tiles>*:nth-child(-n+4){border-top:0;padding-top:0}
}
`;

const charts = `
.scroll{position:relative;overflow-x:auto;margin-top:.6rem}
.scroll.newest{direction:rtl}
.scroll.newest>div{direction:ltr;width:max-content;margin-right:auto}
svg text{font-size:12px;fill:var(--muted)}
svg text.strong{fill:var(--ink);font-weight:500}
svg.chart{display:block}
svg.spark{display:block;max-width:100%;height:auto;margin-top:.5rem;overflow:visible}
svg.bar{display:block}
.chart line.grid{stroke:var(--rule)}
line.zero{stroke:var(--muted)}
.line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.dot{fill:var(--accent)}
.hollow{fill:var(--paper);stroke:var(--accent);stroke-width:2}
.tone-0{fill:var(--accent)}
.tone-1{fill:var(--half);stroke:var(--accent);stroke-width:1}
.tone-2{fill:var(--soft);stroke:var(--accent);stroke-width:1}
.tone-3{fill:var(--grey)}
rect.running{fill-opacity:.3;stroke:var(--accent);stroke-width:1;stroke-dasharray:3 2}
rect.tone-3.running{stroke:var(--muted)}
`;

const tables = `
table{border-collapse:collapse;font-size:.8125rem;line-height:1.35}
th,td{padding:.3rem .6rem;text-align:right;vertical-align:middle;font-weight:400;white-space:nowrap}
th:first-child{text-align:left;padding-left:0}
thead th{color:var(--muted);font-weight:500;border-bottom:1px solid var(--rule);vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--rule)}
tr.running>*{color:var(--muted)}
.mark{font-size:.75rem;color:var(--muted)}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
details{margin-top:.6rem;font-size:.8125rem}
summary{position:relative;cursor:pointer;color:var(--accent);padding-block:.2rem;width:fit-content}
summary .aside{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
details .scroll{max-height:24rem;overflow-y:auto}
.bars{width:100%;max-width:44rem}
.bars td:nth-child(2){width:60%;min-width:5rem;padding-inline:.5rem}
.bars tbody tr+tr>*{border-top:0}
.bars tr.sum>*{font-weight:600}
.heat td{min-width:2.3rem;padding:.32rem .2rem;text-align:center}
.heat td.side{padding-right:.6rem;text-align:right;color:var(--muted)}
.heat thead th[scope=col]{white-space:normal}
.heat thead th[scope=col],.grid thead th[scope=col]{text-align:center}
.heat thead tr:first-child th[scope=col]:first-child{text-align:left}
.heat thead th[scope=colgroup],.grid thead th[scope=colgroup]{text-align:left;border-bottom:0;padding-left:.4rem}
.heat tbody td[class*=heat]{border:1px solid var(--paper)}
.heat tbody th[scope=row]{position:sticky;left:0;background:var(--paper)}
.heat .own{color:var(--muted)}
.young,.stayed{outline-offset:-3px;outline:1px dashed currentColor}
.stayed{outline-style:solid}
.below{display:block;font-size:.75rem}
.heat-scale{display:inline-flex;align-items:center;gap:.1rem;margin-inline:.5rem;white-space:nowrap}
.heat-scale i{display:inline-block;width:1.1rem;height:.7rem}
.heat-scale i:first-of-type{margin-left:.35rem}
.heat-scale i:last-of-type{margin-right:.35rem}
.grid{table-layout:fixed;width:100%;min-width:40rem;max-width:54rem}
.grid td{text-align:left;vertical-align:top;padding:.6rem .7rem;border:2px solid var(--paper);white-space:normal;height:4.4rem}
.grid th:first-child{width:4.5rem;white-space:normal}
.grid tbody th{text-align:center;padding:0;vertical-align:middle}
.grid thead th[scope=col]{border-bottom:0}
.group-name{display:block;font-weight:600}
.group-figure{font-size:1.125rem}
.switched fieldset{position:relative;border:0;display:flex;flex-wrap:wrap;gap:.4rem;margin-bottom:.9rem;min-width:0}
.switched legend{float:left;margin-right:.5rem;padding-block:.25rem;font-size:.875rem;color:var(--muted)}
.switched input{position:absolute;opacity:0;pointer-events:none}
.switched label{border:1px solid var(--muted);border-radius:.3rem;padding:.2rem .7rem;font-size:.875rem;cursor:pointer}
.switched input:checked+label{background:var(--accent);border-color:var(--accent);color:var(--on-heat-7)}
.switched input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
@supports selector(:has(*)){
.panel{display:none}
${shownPanels}
}
`;

const print = `
@page{margin:14mm}
@media print{
:root{color-scheme:light;${propertiesOf(light)}}
body{font-size:10pt}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,details,fieldset{display:none}
.masthead,main,footer{max-width:none;padding-inline:0}
.part{display:block}
.part>header{position:static;break-after:avoid}
.number,.tile,figure,tr{break-inside:avoid}
.panel{display:block!important}
.scroll{overflow:visible}
.scroll.newest>div{width:auto}
svg.chart{width:100%;height:auto}
.heat{width:100%;font-size:6.5pt}
.heat td{min-width:0;padding:.2rem .05rem}
.heat tbody th[scope=row]{position:static}
.grid{min-width:0}
}
`;

export const style = `${colourStyle}${baseStyle}${layout}${charts}${tables}${heat}
${print}`;

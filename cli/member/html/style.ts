/** The style sheet of the page. */
import { baseStyle, colourStyle } from '../../html/base-style.ts';
import { light, propertiesOf } from '../../html/colours.ts';

const own = `
.part{border-top:1px solid var(--ink);padding-block:1.25rem 2.25rem;scroll-margin-top:.5rem}
.part>header{margin-bottom:1.25rem}
.asks{color:var(--muted);font-size:.9375rem;max-width:34rem}
.part h3{margin-block:1.75rem .35rem}
.part h3:first-child{margin-top:0}
.aside{color:var(--muted);font-size:.8125rem}
.pairs>div,.rows>li{border-top:1px solid var(--rule);padding-block:.5rem}
.pairs>div{display:grid;grid-template-columns:minmax(7rem,12rem) minmax(0,1fr);column-gap:1rem}
.pairs dt{color:var(--muted)}
.pairs dd{overflow-wrap:anywhere}
.pairs .aside{display:block}
ol{margin:0;padding:0;list-style:none}
.rows>li{display:grid;grid-template-columns:minmax(0,1fr) auto;column-gap:1rem}
.rows>li>:first-child{min-width:0;overflow-wrap:anywhere}
.rows ul{margin-top:.2rem;padding-left:1.1rem;color:var(--muted);font-size:.8125rem}
.amount{text-align:right;white-space:nowrap}
.amount strong{font-weight:600}
.answer{font-weight:600}
.lines li{list-style:none;padding-block:.2rem}
.lines .within{padding-left:1rem;color:var(--muted);font-size:.875rem}
.nothing{color:var(--muted)}
@media (min-width:60rem){
.part{display:grid;grid-template-columns:15rem minmax(0,1fr);column-gap:2.5rem}
.part>header{position:sticky;top:1.25rem;align-self:start}
}
@media (max-width:30rem){
.pairs>div,.rows>.entry{grid-template-columns:minmax(0,1fr)}
.entry .amount{text-align:left;margin-top:.2rem}
.entry .amount br{display:none}
.entry .amount .aside{margin-left:.75rem}
}
@page{margin:14mm}
@media print{
:root{color-scheme:light;${propertiesOf(light)}}
body{font-size:10pt}
nav{display:none}
.masthead,main,footer{max-width:none;padding-inline:0}
.part{display:block}
.part>header{position:static;break-after:avoid}
.pairs>div,.rows>li{break-inside:avoid}
}
`;

/** Light and dark as the reader's system has it, light on paper. */
export const style = `${colourStyle}${baseStyle}${own}`;

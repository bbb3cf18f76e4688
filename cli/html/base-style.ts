/** The style that the pages share. */
import { dark, light, propertiesOf } from './colours.ts';

/** Light and dark as the reader's system has it. */
export const colourStyle = `
:root{color-scheme:light dark;${propertiesOf(light)}}
@media (prefers-color-scheme:dark){:root{${propertiesOf(dark)}}}
`;

/** What every page has: text, headings, links, and the parts that stand above and below the rest. */
export const baseStyle = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font-size:1rem;line-height:1.5;font-variant-numeric:tabular-nums lining-nums;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
html:lang(zh-CN) body{line-height:1.65;font-family:-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif}
h1,h2,h3,p,dl,dd,ul,figure,fieldset{margin:0;padding:0}
h1{font-size:clamp(1.6rem,4vw,2.25rem);line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;font-weight:650}
h3{font-size:1rem;line-height:1.35;font-weight:600}
code{font:.75rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--muted);font-weight:400;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.masthead,main,footer{max-width:76rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2rem)}
.masthead{padding-block:clamp(1.5rem,5vw,3rem) 1.5rem}
.kicker{font-size:.8125rem;font-weight:600;color:var(--accent);letter-spacing:.02em}
.as-of{font-size:1.0625rem;color:var(--muted);margin-top:.35rem}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin-top:1rem;font-size:.875rem}
.facts div{display:flex;gap:.5rem}
.facts dt{color:var(--muted)}
.running-month{margin-top:1rem;padding:.15rem 0 .15rem .75rem;border-left:3px solid var(--accent);font-size:.9375rem;max-width:44rem}
nav{margin-top:1.25rem}
nav ul{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;list-style:none;font-size:.9375rem}
nav a{display:inline-block;padding-block:.15rem}
footer{padding-block:1.5rem 3rem;font-size:.8125rem;color:var(--muted)}
footer p{max-width:46rem;margin-bottom:.35rem}
`;

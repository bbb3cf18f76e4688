/**
 * How the pages look: one column that fits a small telephone, in the light or dark of the reader's system. Texts have a
 * contrast of at least 4.5 to 1, edges of what can be pressed of 3 to 1 (WCAG 2.2), and rows are 48 pixels high.
 */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#171d1b;--muted:#56615d;--rule:#dde3e0;--edge:#77827e;--accent:#0f6859;--on-accent:#fff;--row:#f4f7f6}
@media (prefers-color-scheme:dark){:root{--paper:#121715;--ink:#e4ebe8;--muted:#9ba8a3;--rule:#2e3734;--edge:#7f8c87;--accent:#67cbb6;--on-accent:#0a120f;--row:#1a211e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font-size:1rem;line-height:1.5;overflow-wrap:break-word;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
html:lang(zh-CN) body{line-height:1.65;font-family:-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif}
nav,main{max-width:36rem;margin-inline:auto;padding-inline:1rem}
nav{padding-block:.5rem;display:flex;justify-content:flex-end}
nav a{display:inline-block;padding:.75rem .25rem}
main{padding-block:.5rem 3rem}
h1,p,fieldset,legend,dl,dd{margin:0;padding:0}
h1{font-size:1.625rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
html:lang(zh-CN) h1{letter-spacing:0}
p{text-wrap:pretty}
.lead{margin-top:.75rem;max-width:33rem}
.quiet{margin-top:.75rem;color:var(--muted)}
fieldset{border:0;min-width:0;margin-top:1.75rem}
legend{font-weight:650;font-size:1.0625rem}
fieldset p{color:var(--muted);font-size:.9375rem}
.options{display:grid;gap:1px;margin-top:.625rem;background:var(--rule);border:1px solid var(--rule);border-radius:.5rem;overflow:hidden}
label{display:flex;align-items:center;gap:.75rem;min-height:3rem;padding:.5rem .875rem;background:var(--paper);cursor:pointer}
label:hover{background:var(--row)}
label:focus-within{background:var(--row)}
input[type=checkbox]{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:2rem}
button{font:inherit;font-weight:600;min-height:3rem;padding:.625rem 1.25rem;border-radius:.5rem;border:1px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
button.second{background:transparent;border-color:var(--edge);color:var(--ink)}
button:hover{text-decoration:underline;text-underline-offset:.2em}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
dl{margin-top:1.5rem;border-top:1px solid var(--rule)}
dl div{padding-block:.75rem;border-bottom:1px solid var(--rule)}
dt{font-weight:600}
dd{color:var(--muted)}
.after{margin-top:1.75rem}
.after a{display:inline-block;padding-block:.75rem}
@media (min-width:48rem){nav,main{padding-inline:1.5rem}main{padding-block:2rem 4rem}h1{font-size:2rem}.options{grid-template-columns:1fr 1fr}label:last-child:nth-child(odd){grid-column:1/-1}}
@media (max-width:30rem){.actions button{flex:1 1 100%}}
@media (forced-colors:active){button{border:2px solid}}
`;

"""How charts look: ink on paper and nothing else, so that grey prints tell as much."""

STYLE = """
figure{margin:1rem 0}
figcaption{font-weight:600;margin-bottom:.3rem}
.chart{display:block;width:100%;min-width:58rem;height:auto;color:var(--ink);
font:13px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.chart text,.chart .solid,.sign .solid{fill:currentColor}
.chart a{color:inherit;text-decoration:none}
.chart a:hover{outline:2px solid var(--link)}
.chart .solid{stroke:var(--paper);stroke-width:1.6;fill-rule:evenodd;
paint-order:stroke}
.sign .solid{fill-rule:evenodd}
.chart .hollow,.sign .hollow{fill:var(--paper);stroke:currentColor;stroke-width:1.5}
.chart .line,.sign .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.chart .heavy,.sign .heavy{stroke-width:3.2}
.chart .ring,.sign .ring{fill:none;stroke:currentColor;stroke-width:1.4}
.chart .grid{stroke:currentColor;stroke-width:.6;stroke-opacity:.3}
.chart .end{stroke:currentColor;stroke-width:1.6}
.chart .hatch{fill:none;stroke:currentColor;stroke-width:.9;stroke-opacity:.45}
.chart .band{stroke:currentColor;stroke-width:.5;stroke-opacity:.45}
.chart .jump{fill:none;stroke:currentColor;stroke-width:1.4}
.chart .gone{fill:var(--tint);stroke:currentColor;stroke-width:.8;stroke-dasharray:2 3}
.chart .due,.sign .due{fill:none;stroke:currentColor;stroke-width:3.4;stroke-opacity:.55}
.chart .due.acceptable,.sign .due.acceptable{stroke-width:2}
.chart .due.limit,.sign .due.limit{stroke-width:1.4;stroke-dasharray:4 3}
.chart .due-end{stroke:currentColor;stroke-width:1.2;stroke-opacity:.7}
.chart .tick,.chart .end-name,.chart .size,.chart .cell,.chart .told-label,
.chart .middle{text-anchor:middle}
.chart .end-name,.chart .size,.chart .number,.chart .node-name{font-weight:600}
.chart .node-name.right{text-anchor:end}
.chart .axis,.chart .tick{fill:var(--soft);font-size:12px}
.chart .count,.chart .number{font-size:11.5px;paint-order:stroke;stroke:var(--paper);
stroke-width:3px;stroke-linejoin:round}
.sign .stood{fill:none;stroke:currentColor;stroke-width:.9}
.chart .told{fill:none;stroke:currentColor;stroke-width:1.5;stroke-opacity:.75}
.chart .decided{stroke-dasharray:7 4}
.chart .node{fill:currentColor}
.chart .plate{fill:var(--paper)}
.chart .told-label,.chart .cell{font-size:12px}
.chart .self{fill:var(--tint);stroke:none}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.4rem 0;padding:0;list-style:none;
font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.35rem}
.sign{width:1.25rem;height:1.25rem;flex:none}
figure details{margin:.4rem 0}
@media print{
figure{break-inside:avoid}
.chart{min-width:0;max-height:22cm}
figure table tr{break-inside:avoid}
}
"""

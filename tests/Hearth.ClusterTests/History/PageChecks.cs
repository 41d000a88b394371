namespace Hearth.ClusterTests.History;

/// <summary>Questions to a page, asked in it: each gives a list of what is wrong.</summary>
internal static class PageChecks
{
    /// <summary>Controls and pictures without a name for those who do not see them.</summary>
    public const string Nameless = """
        () => {
          const name = e => (e.getAttribute('aria-label') || e.getAttribute('title') || e.textContent || e.value || '').trim();
          const bad = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, svg[role], [role=region]')]
            .filter(e => !(e.matches('svg a') ? e.querySelector('title')?.textContent : name(e))).map(e => e.outerHTML.slice(0, 200));
          const pictures = [...document.querySelectorAll('img:not([alt])')].map(e => e.outerHTML);
          const tables = [...document.querySelectorAll('table')].filter(t => !t.caption?.textContent.trim()).map(() => 'a table without caption');
          const language = document.documentElement.lang ? [] : ['no language'];
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          const twice = ids.filter((id, i) => ids.indexOf(id) !== i).map(id => 'id twice: ' + id);
          return [...bad, ...pictures, ...tables, ...language, ...twice];
        }
        """;

    /// <summary>Text whose contrast with what is behind it is below 4.5 to 1 (WCAG 2.2, AA).</summary>
    public const string Unreadable = """
        () => {
          const parse = c => { const m = c.match(/[\d.]+/g)?.map(Number) ?? []; return c.startsWith('color(') ? m.map((v, i) => i < 3 ? v * 255 : v) : m; };
          const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = e => {
            for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length >= 3 && (c[3] ?? 1) > .99) return c.slice(0, 3); }
            return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
          };
          const found = new Set();
          for (const e of document.querySelectorAll('body *:not(svg *)')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
            const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) found.add(`${e.tagName}.${e.className} "${e.textContent.trim().slice(0, 30)}" has ${ratio.toFixed(2)} to 1`);
          }
          return [...found].slice(0, 10);
        }
        """;
}

using Hearth.History.Web;

namespace Hearth.History.Access;

internal static class LoginPage
{
    public static string Render(Site site, string next, string? refusal)
    {
        var html = new Html();
        if (refusal is not null)
            html.Add($"<div class=\"notice bad\" role=\"alert\"><p>{refusal}</p></div>");
        html.Add($"<form class=\"login\" method=\"post\" action=\"{site.Base}/login\"><input type=\"hidden\" name=\"next\" value=\"{next}\"><label for=\"token\">Bearer token</label>");
        html.Add($"<input id=\"token\" type=\"password\" name=\"token\" autocomplete=\"off\" required autofocus><div><button>Sign in</button></div></form>");
        html.Add($"<p class=\"dim\">On Kubernetes: <code>kubectl create token SERVICEACCOUNT</code>. Programs send it as <code>Authorization: Bearer …</code>.</p>");
        return Page.Of(site, "Sign in", html);
    }
}

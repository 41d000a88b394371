using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.History.Web;

/// <summary>
/// Renders a page's component, whole, in one go: pages wait for nothing, so they may read an application that is locked meanwhile. Everything
/// that is not markup of the component is encoded, so no name from a log can become markup.
/// </summary>
internal static class PageRenderer
{
    private const int Buffer = 16 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="injected">What the page and its parts inject: the site, and what the page is about.</param>
    public static ReadOnlyMemory<byte> Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(params object[] injected)
        where TPage : IComponent
    {
        using var renderer = new HtmlRenderer(new Injected(injected), NullLoggerFactory.Instance);
        var body = new MemoryStream();
        using (var text = new StreamWriter(body, s_utf8, Buffer, leaveOpen: true))
        {
            var rendering = renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync<TPage>();
                root.WriteHtmlTo(text);
            });
            rendering.GetAwaiter().GetResult();
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private sealed class Injected(object[] things) : IServiceProvider
    {
        // Letters of every script as they are; only what could be markup is encoded.
        private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

        public object? GetService(Type serviceType) => serviceType == typeof(HtmlEncoder) ? s_encoder : Array.Find(things, thing => thing.GetType() == serviceType);
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hearth.Operator.Metrics;

/// <summary><c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> over HTTP.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Serves until cancelled.</summary>
    public static async Task RunAsync(MetricsOptions options, OperatorMetrics metrics, Func<bool> isReady, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Endpoint, listen =>
            {
                if (options.Certificate is { } certificate)
                    listen.UseHttps(certificate);
            });
        });
        await using var application = builder.Build();
        application.Run(context => AnswerAsync(context, options, metrics, isReady));
        await application.StartAsync(cancellationToken);
        options.Listening?.Invoke(new(application.Urls.First()));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            await application.StopAsync(CancellationToken.None);
        }
    }

    private static Task AnswerAsync(HttpContext context, MetricsOptions options, OperatorMetrics metrics, Func<bool> isReady)
    {
        var (status, type, text) = context.Request.Path.Value switch
        {
            "/metrics" when !MayRead(context, options) => (401, "text/plain", "send the bearer token of the metrics"),
            "/metrics" => (200, "text/plain; version=0.0.4; charset=utf-8", metrics.Text()),
            "/healthz" => (200, "text/plain", "ok"),
            "/readyz" => isReady() ? (200, "text/plain", "ok") : (503, "text/plain", "not ready"),
            _ => (404, "text/plain", "see /metrics, /healthz and /readyz"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static bool MayRead(HttpContext context, MetricsOptions options) =>
        options.Token is not { } token
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));
}

using System.Globalization;
using Hearth.History.Rest;

namespace Hearth.History.Web;

/// <summary>Numbers and times for people.</summary>
internal static class Show
{
    public static string Duration(long ms) => ms switch
    {
        < 0 => "–",
        < 1000 => $"{ms} ms",
        < 60_000 => (ms / 1000d).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 3_600_000 => $"{ms / 60_000} min {ms / 1000 % 60} s",
        _ => $"{ms / 3_600_000} h {ms / 60_000 % 60} min",
    };

    public static string Bytes(long bytes) => bytes == 0 ? "–" : SparkText.Bytes(bytes);

    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Time(long? ms) =>
        ms is { } known and > 0
            ? DateTime.UnixEpoch.AddMilliseconds(Math.Min(known, 253402300799999)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "–";
}

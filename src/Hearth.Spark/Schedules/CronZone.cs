using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Hearth.Spark.Schedules;

/// <summary>Time zones of schedules: the <c>CRON_TZ=</c> or <c>TZ=</c> before the fields, and names as Go's <c>time.LoadLocation</c> takes them.</summary>
internal static class CronZone
{
    /// <summary>Takes the zone off a schedule that has one; else the zone is <paramref name="otherwise"/>.</summary>
    public static bool TrySplit(string text, string otherwise, out string zone, out string rest, [NotNullWhen(false)] out string? error)
    {
        (zone, rest, error) = (otherwise, text, null);
        if (!text.StartsWith("TZ=", StringComparison.Ordinal) && !text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
            return true;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            error = $"\"{text}\" names a time zone and no schedule; after a space write five fields or a descriptor such as @daily";
            return false;
        }

        zone = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space];
        rest = text[space..].Trim();
        return true;
    }

    public static DateTimeZone? Find(string name, DateTimeZone local, IDateTimeZoneProvider zones) => name switch
    {
        "" or "UTC" => DateTimeZone.Utc,
        "Local" => local,
        // Asked for by its own list, because the provider would also take offsets such as UTC+3.
        _ => zones.Ids.Contains(name) ? zones[name] : null,
    };

    public static string Unknown(string name, IDateTimeZoneProvider zones)
    {
        var meant = zones.Ids.FirstOrDefault(id => id.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? zones.Ids.FirstOrDefault(id => name.Length > 2 && id.EndsWith('/' + name.Trim(), StringComparison.OrdinalIgnoreCase));
        return $"unknown time zone \"{name}\"; " + (meant is null
            ? "use a name of the IANA database such as Europe/Berlin, Etc/GMT-3, UTC or Local"
            : $"do you mean {meant}?");
    }
}

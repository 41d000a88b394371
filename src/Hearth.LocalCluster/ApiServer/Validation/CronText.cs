using System.Globalization;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What is wrong with a cron schedule, in the words of the parser that real servers use (<c>robfig/cron</c>).</summary>
internal static class CronText
{
    private static readonly string[] s_descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly (int Least, int Most, string[] Names)[] s_fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, s_months), (0, 6, s_days)];

    /// <summary>Why there is no such zone: Go looks for no file outside its database.</summary>
    public static string ZoneProblem(string zone) => zone.Contains("..", StringComparison.Ordinal) ? "time: invalid location name" : $"unknown time zone {zone}";

    public static string? Problem(string schedule)
    {
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ', StringComparison.Ordinal);
            var zone = schedule[(schedule.IndexOf('=', StringComparison.Ordinal) + 1)..(space < 0 ? schedule.Length : space)];
            if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
                return $"provided bad location {zone}: {ZoneProblem(zone)}";
            schedule = space < 0 ? "" : schedule[space..].Trim();
        }

        if (schedule.StartsWith('@'))
            return s_descriptors.Contains(schedule) || schedule.StartsWith("@every ", StringComparison.Ordinal) ? null : $"unrecognized descriptor: {schedule}";
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
            return $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        for (var i = 0; i < 5; i++)
        {
            foreach (var part in fields[i].Split(','))
            {
                if (Part(part, s_fields[i].Least, s_fields[i].Most, s_fields[i].Names) is { } problem)
                    return problem;
            }
        }

        return null;
    }

    private static string? Part(string text, int least, int most, string[] names)
    {
        var rangeAndStep = text.Split('/');
        var limits = rangeAndStep[0].Split('-');
        int start = least, end = most;
        if (limits[0] is not ("*" or "?"))
        {
            if (!TryNumber(limits[0], least, names, out start, out var problem))
                return problem;
            end = start;
            if (limits.Length == 2 && !TryNumber(limits[1], least, names, out end, out problem))
                return problem;
            if (limits.Length > 2)
                return $"too many hyphens: {text}";
        }

        if (rangeAndStep.Length > 2)
            return $"too many slashes: {text}";
        var step = 1;
        if (rangeAndStep.Length == 2)
        {
            if (!TryNumber(rangeAndStep[1], 0, [], out step, out var problem))
                return problem;
            if (limits.Length == 1)
                end = most;
        }

        return start < least ? $"beginning of range ({start}) below minimum ({least}): {text}"
            : end > most ? $"end of range ({end}) above maximum ({most}): {text}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {text}"
            : step == 0 ? $"step of range should be a positive number: {text}" : null;
    }

    private static bool TryNumber(string text, int least, string[] names, out int number, out string? problem)
    {
        problem = null;
        number = Array.IndexOf(names, text.ToLowerInvariant()) + least;
        if (number >= least && Array.IndexOf(names, text.ToLowerInvariant()) >= 0)
            return true;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            problem = $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        else if (number < 0)
            problem = $"negative number ({number}) not allowed: {text}";
        return problem is null;
    }
}

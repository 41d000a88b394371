using System.CommandLine.Parsing;
using System.Globalization;

namespace Hearth.Cli.Commands;

/// <summary>Times on the command line: <c>90s</c>, <c>5m</c>, <c>1h</c>, or a number of seconds.</summary>
internal static class ShortDuration
{
    public static TimeSpan Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var unit = text.Length > 0 ? text[^1] : ' ';
        var scale = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (double.TryParse(scale == 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e7)
            return TimeSpan.FromSeconds(number * Math.Max(1, scale));
        argument.AddError($"\"{text}\" is no time: write for example 90s, 5m or 1h");
        return default;
    }
}

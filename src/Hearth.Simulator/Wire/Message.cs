using System.Text;

namespace Hearth.Simulator.Wire;

/// <summary>
/// What driver and executor say to each other: one line, tab separated, backslash escaped. Text, so that an executor needs neither
/// a serializer nor the time to warm one up.
/// </summary>
internal sealed record Message(string Verb, params string[] Fields)
{
    /// <summary>executor to driver: <c>register id cores host pod</c>.</summary>
    public const string Register = "register";

    /// <summary>driver to executor: <c>task id instruction...</c>.</summary>
    public const string Task = "task";

    /// <summary>executor to driver: <c>done id milliseconds result</c>.</summary>
    public const string Done = "done";

    /// <summary>executor to driver: <c>failed id class message</c>.</summary>
    public const string Failed = "failed";

    /// <summary>driver to executor: no more work.</summary>
    public const string Stop = "stop";

    /// <summary>Longest line taken; a peer that sends more is none of ours.</summary>
    public const int LongestLine = 64 * 1024;

    /// <summary>One line without its end.</summary>
    public string Encode()
    {
        var line = new StringBuilder(Verb);
        foreach (var field in Fields)
        {
            line.Append('\t');
            foreach (var character in field)
            {
                _ = character switch
                {
                    '\\' => line.Append("\\\\"),
                    '\t' => line.Append("\\t"),
                    '\n' => line.Append("\\n"),
                    '\r' => line.Append("\\r"),
                    _ => line.Append(character),
                };
            }
        }

        return line.ToString();
    }

    public static Message Decode(string line)
    {
        var parts = line.Split('\t');
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Unescape(parts[i]);
        return new Message(parts[0], parts[1..]);
    }

    /// <summary>A field by position; empty where the peer left it out.</summary>
    public string this[int index] => index < Fields.Length ? Fields[index] : "";

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other });
        }

        return plain.ToString();
    }
}

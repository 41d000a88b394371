using System.Globalization;
using System.Text.RegularExpressions;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>
/// Reads typed values out of a configuration and collects what is wrong with them, in the words of the Spark version at hand. A value
/// that cannot be read gives the default, so that one pass finds every problem.
/// </summary>
internal sealed partial class ConfReader(SparkConf conf, SparkTraits traits, IReadOnlyDictionary<string, string> environment)
{
    private const int MostReferences = 1000;
    private readonly List<SubmissionProblem> _problems = [];

    public IReadOnlyList<SubmissionProblem> Problems => _problems;

    public SparkConf Conf => conf;

    public void Problem(string key, string message, string? suggestion = null)
    {
        var problem = new SubmissionProblem(key, message, suggestion) { Origin = conf.Find(key)?.Origin };
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    /// <summary>The value with <c>${other.key}</c> and <c>${env:NAME}</c> replaced (<c>ConfigReader</c>); null where the key is not set.</summary>
    public string? Text(string key) => conf[key] is { } text ? Substitute(key, text) : null;

    public string Text(string key, string fallback) => Text(key) ?? fallback;

    public IReadOnlyList<string> List(string key) => JavaText.List(Text(key));

    public int Int(string key, int fallback)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (int.TryParse(JavaText.Trim(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        Mismatch(key, "int", text);
        return fallback;
    }

    /// <summary>A number that Spark reads without its configuration entries: no substitution, another message.</summary>
    public int PlainInt(string key, int fallback)
    {
        if (conf[key] is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        Problem(key, $"Illegal value for config key {key}: For input string: \"{text}\"", "write a whole number");
        return fallback;
    }

    public long Long(string key, long fallback)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (long.TryParse(JavaText.Trim(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        Mismatch(key, "long", text);
        return fallback;
    }

    public bool Bool(string key, bool fallback)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (bool.TryParse(JavaText.Trim(text), out var value))
            return value;
        Mismatch(key, "boolean", text);
        return fallback;
    }

    /// <summary>The value of the key, else that of another; a wrong one is told in the other's name, as Spark does.</summary>
    public bool Bool(string key, string orKey, bool fallback)
    {
        if (Text(key) is not { } text)
            return Bool(orKey, fallback);
        if (bool.TryParse(JavaText.Trim(text), out var value))
            return value;
        Problem(key, Message(orKey, "boolean", text));
        return fallback;
    }

    /// <summary>A number that must fulfil a requirement.</summary>
    public double? Double(string key, Func<double, bool> requirement, string message)
    {
        if (Text(key) is not { } text)
            return null;
        if (!double.TryParse(WithoutSuffix(JavaText.Trim(text)), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            Mismatch(key, "double", text);
            return null;
        }

        if (requirement(value))
            return value;
        Requirement(key, JavaText.Double(value), message);
        return null;
    }

    // Java reads 0.1f and 0.1d.
    private static string WithoutSuffix(string number) =>
        number.Length > 1 && number[^1] is 'f' or 'F' or 'd' or 'D' && (char.IsAsciiDigit(number[^2]) || number[^2] == '.') ? number[..^1] : number;

    public string Choice(string key, string fallback, params ReadOnlySpan<string> allowed)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (allowed.Contains(text))
            return text;
        var options = string.Join(", ", allowed);
        Problem(key, traits.ErrorClasses
            ? $"[INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS] The value '{text}' in the config \"{key}\" is invalid. It should be one of '{options}'. SQLSTATE: 22022"
            : $"The value of {key} should be one of {options}, but was {text}", $"use one of {options}");
        return fallback;
    }

    public void Requirement(string key, string value, string message) => Problem(key, traits.ErrorClasses
        ? $"[INVALID_CONF_VALUE.REQUIREMENT] The value '{value}' in the config \"{key}\" is invalid. {message} SQLSTATE: 22022"
        : $"'{value}' in {key} is invalid. {message}");

    /// <summary>A size in MiB; a number without a unit is MiB.</summary>
    public long? Mebibytes(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (ByteSize.TryParseMebibytes(text, traits.BinaryUnits, out var value, out var error))
            return value;
        Problem(key, traits.ErrorClasses ? $"{MismatchText(key, "bytes in MiB", text)} {error}" : error, "write a whole number and a unit, for example 1536m");
        return null;
    }

    private void Mismatch(string key, string type, string text) => Problem(key, Message(key, type, text));

    private string Message(string key, string type, string text) =>
        traits.ErrorClasses ? MismatchText(key, type, text) : $"{key} should be {type}, but was {text}";

    private static string MismatchText(string key, string type, string text) =>
        $"[INVALID_CONF_VALUE.TYPE_MISMATCH] The value '{text}' in the config \"{key}\" is invalid. It should be a/an '{type}' value. SQLSTATE: 22022";

    private string Substitute(string key, string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var references = 0;
        var open = new HashSet<string>(StringComparer.Ordinal);
        return In(text);

        string In(string part) => Reference().Replace(part, reference => Of(reference, part));

        // Values that refer to others twice each grow beyond all bounds: Spark would go on.
        string Of(Match reference, string part)
        {
            if (Resolve(reference) is not { } value)
                return reference.Value;
            if (++references > MostReferences)
                Problem(key, $"its references lead to more than {MostReferences} others", "write the value itself");
            else if (!open.Add(reference.Value))
                Problem(key, $"requirement failed: Circular reference in {part}: {reference.Value[2..^1]}", "write the value itself");
            else
                return Closed(reference, In(value));
            return reference.Value;
        }

        string Closed(Match reference, string substituted)
        {
            open.Remove(reference.Value);
            return substituted;
        }
    }

    private string? Resolve(Match reference) => reference.Groups["kind"].Value switch
    {
        "" => conf[reference.Groups["name"].Value],
        "env" => environment.GetValueOrDefault(reference.Groups["name"].Value),
        _ => null,
    };

    // Spark's pattern of ConfigReader.
    [GeneratedRegex(@"\$\{(?:(?<kind>\w+?):)?(?<name>\S+?)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}

using System.Text.RegularExpressions;

namespace Hearth.ClusterTests.ApiServers.Kubectl;

/// <summary>Hides what must differ in kubectl's words: identities, versions, times, ages, addresses, generated names, widths of columns.</summary>
internal static partial class KubectlMasks
{
    private static readonly (Regex Pattern, string Replacement)[] s_masks =
    [
        (OwnDeadline(), ""),
        (Uid(), "<uid>"),
        (Time(), "<time>"),
        (LocalTime(), "<time>"),
        (HttpTime(), "<time>"),
        (Version(), "${name}<version>"),
        (Server(), "https://<server>"),
        (ServiceAddress(), "<address>"),
        (NodePort(), "<port>/TCP"),
        (JsonPort(), "${name}<port>"),
        (Token(), "<token>"),
        (PodName(), "${set}-<hash>-<name>"),
        (TemplateHash(), "${name}<hash>"),
        (ReplicaSetName(), "${set}-<hash>"),
        (CreatedPod(), "Created pod: <pod>"),
        (AccessVolume(), "kube-api-access-<name>"),
        (TemporaryFile(), "<file>"),
        (Certificate(), "<certificate>"),
        (Age(), "<age>"),
        (Blanks(), "  "),
        (TrailingBlanks(), ""),
    ];

    public static string Apply(string text)
    {
        foreach (var (pattern, replacement) in s_masks)
            text = pattern.Replace(text, replacement);
        return text;
    }

    /// <summary>What kubectl logs where its own deadline meets a watch that has just begun; whether it does is chance.</summary>
    [GeneratedRegex(@"^[WE]\d{4} [\d:.]+ +\d+ reflector\.go:\d+\] .*(very short watch|context deadline exceeded).*\n?", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex OwnDeadline();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?( [+-]\d{4}( [A-Z]+)?)?", RegexOptions.ExplicitCapture)]
    private static partial Regex LocalTime();

    [GeneratedRegex(@"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", RegexOptions.ExplicitCapture)]
    private static partial Regex HttpTime();

    [GeneratedRegex("(?<name>(resourceVersion|ResourceVersion|Resource Version)(\"?: *\"?))\\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex Server();

    [GeneratedRegex(@"\b10\.96\.\d+\.\d+\b")]
    private static partial Regex ServiceAddress();

    [GeneratedRegex(@"\b3\d{4}/TCP")]
    private static partial Regex NodePort();

    [GeneratedRegex("(?<name>nodePort\"?: )3\\d{4}", RegexOptions.ExplicitCapture)]
    private static partial Regex JsonPort();

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<set>[a-z]+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex PodName();

    [GeneratedRegex("(?<name>(pod-template-hash|controller-revision-hash)[=:] ?)(\\w+-)?[bcdfghjklmnpqrstvwxz2456789]{6,10}", RegexOptions.ExplicitCapture)]
    private static partial Regex TemplateHash();

    [GeneratedRegex(@"(?<set>\bweb)-[bcdfghjklmnpqrstvwxz2456789]{6,10}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex ReplicaSetName();

    [GeneratedRegex("Created pod: [a-z0-9-]+")]
    private static partial Regex CreatedPod();

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex AccessVolume();

    [GeneratedRegex(@"/tmp/(LIVE|MERGED)-\d+/\S+")]
    private static partial Regex TemporaryFile();

    [GeneratedRegex(@"-----BEGIN CERTIFICATE-----[\w\s+/=\\]+-----END CERTIFICATE-----(\\n|\s)*", RegexOptions.ExplicitCapture)]
    private static partial Regex Certificate();

    [GeneratedRegex(@"(?<![\w.-])(\d+d)?(\d+h)?(\d+m)?\d+s\b|<invalid>", RegexOptions.ExplicitCapture)]
    private static partial Regex Age();

    [GeneratedRegex(@"(?<=\S)[ \t]{2,}|\t")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingBlanks();
}

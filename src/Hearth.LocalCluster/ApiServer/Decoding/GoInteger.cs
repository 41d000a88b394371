using System.Globalization;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Whole numbers of 64 bits in queries and versions, read as strictly as Go's <c>strconv</c> reads them, with its words for what it refuses.</summary>
internal static class GoInteger
{
    /// <param name="problem">What is wrong with a text that is none.</param>
    public static bool TryParse(string text, out long number, out string problem)
    {
        number = 0;
        var isWhole = IsDigits(text.AsSpan(text is ['+' or '-', ..] ? 1 : 0));
        return Answer(isWhole && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number), "ParseInt", text, isWhole, out problem);
    }

    /// <summary>A number without a sign.</summary>
    public static bool TryParseUnsigned(string text, out ulong number, out string problem)
    {
        number = 0;
        var isWhole = IsDigits(text);
        return Answer(isWhole && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number), "ParseUint", text, isWhole, out problem);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool Answer(bool isRead, string function, string text, bool isWhole, out string problem)
    {
        problem = isRead ? "" : $"strconv.{function}: parsing {GoText.Quote(text)}: {(isWhole ? "value out of range" : "invalid syntax")}";
        return isRead;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Hearth.History.Web;

/// <summary>Text that is markup already.</summary>
internal readonly record struct Markup(string Text)
{
    /// <summary>The class of cells that hold numbers.</summary>
    public static readonly Markup Number = new(" class=\"n\"");

    /// <summary>The class of cells whose text needs room.</summary>
    public static readonly Markup Wide = new(" class=\"wide\"");
}

/// <summary>
/// HTML as it is written: everything in the holes of an interpolated string is encoded, so no name from a log can become markup.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public Html Add([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        _ = handler;
        return this;
    }

    public Html Add(Html other)
    {
        _text.Append(other._text);
        return this;
    }

    public override string ToString() => _text.ToString();

    public Markup ToMarkup() => new(_text.ToString());

    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int formattedCount, Html html)
    {
        private readonly StringBuilder _text = html._text.EnsureCapacityFor(literalLength + (formattedCount * 8));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? ""));

        public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(double number) => _text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(Enum name) => AppendFormatted(name.ToString());

        public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

        public void AppendFormatted(Html inner) => _text.Append(inner._text);
    }
}

internal static class StringBuilders
{
    public static StringBuilder EnsureCapacityFor(this StringBuilder text, int more)
    {
        text.EnsureCapacity(text.Length + more);
        return text;
    }
}

using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Selection;

/// <summary>A parsed <c>labelSelector</c>: <c>a=b,c!=d,e in (f,g),!h</c>.</summary>
internal sealed class LabelSelector
{
    public static readonly LabelSelector Everything = new([]);

    private readonly Requirement[] _requirements;

    private LabelSelector(Requirement[] requirements) => _requirements = requirements;

    public bool IsEverything => _requirements.Length == 0;

    private enum Operator
    {
        In,
        NotIn,
        Exists,
        Missing,
        Greater,
        Less,
    }

    private sealed record Requirement(string Key, Operator Operator, string[] Values)
    {
        public bool Matches(string? value) => Operator switch
        {
            Operator.In => value is not null && Array.IndexOf(Values, value) >= 0,
            Operator.NotIn => value is null || Array.IndexOf(Values, value) < 0,
            Operator.Exists => value is not null,
            Operator.Missing => value is null,
            Operator.Greater => long.TryParse(value, out var number) && long.TryParse(Values[0], out var least) && number > least,
            _ => long.TryParse(value, out var number) && long.TryParse(Values[0], out var most) && number < most,
        };
    }

    public bool Matches(StoredObject value) => Matches(value.Label);

    public bool Matches(Func<string, string?> label)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(label(requirement.Key)))
                return false;
        }

        return true;
    }

    /// <exception cref="ApiException">The text is no selector (400).</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        var reader = new Tokens(text);
        var requirements = new List<Requirement>();
        do
        {
            if (requirements.Count > 0 && (reader.AtEnd || reader.Peek(',')))
                throw ApiException.BadRequest($"found '{(reader.AtEnd ? "" : ",")}', expected: identifier after ','");
            requirements.Add(Checked(Read(reader)));
        }
        while (reader.TakeIf(','));
        if (!reader.AtEnd)
            throw reader.Left();
        return new([.. requirements]);
    }

    private static Requirement Checked(Requirement requirement)
    {
        if (Problem("<nil>", requirement.Key, Validation.Names.QualifiedNameProblems(requirement.Key)) is { } ofKey)
            throw ApiException.BadRequest("unable to parse requirement: " + ofKey);
        var problems = requirement.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((value, i) => Problem($"values[{i}][{requirement.Key}]", value, Validation.Names.LabelValueProblems(value))).OfType<FieldError>().ToList();
        if (problems.Count > 0)
            throw ApiException.BadRequest($"unable to parse requirement: {(problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]")}");
        return requirement;
    }

    private static FieldError? Problem(string field, string value, IEnumerable<string> problems) =>
        string.Join("; ", problems) is { Length: > 0 } problem ? FieldError.Invalid(field, value, problem) : null;

    private static Requirement Read(Tokens reader)
    {
        if (reader.TakeIf('!'))
            return new(reader.Word("identifier"), Operator.Missing, []);
        var key = reader.Word("identifier");
        if (reader.AtEnd || reader.Peek(','))
            return new(key, Operator.Exists, []);
        if (reader.TakeIf("!="))
            return new(key, Operator.NotIn, [reader.Value()]);
        if (reader.TakeIf("==") || reader.TakeIf("="))
            return new(key, Operator.In, [reader.Value()]);
        if (reader.TakeIf(">"))
            return new(key, Operator.Greater, [Whole(reader.Value())]);
        if (reader.TakeIf("<"))
            return new(key, Operator.Less, [Whole(reader.Value())]);
        var word = reader.Word("in, notin, =, ==, !=, gt, lt");
        return word switch
        {
            "in" => new(key, Operator.In, reader.Values()),
            "notin" => new(key, Operator.NotIn, reader.Values()),
            _ => throw new ApiException(400, "BadRequest", $"unable to parse requirement: found '{word}', expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private static string Whole(string value) => long.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _)
        ? value
        : throw ApiException.BadRequest($"unable to parse requirement: {FieldError.Invalid("values[0]", value, "for 'Gt', 'Lt' operators, the value must be an integer")}");

    private sealed class Tokens(string text)
    {
        private int _at;

        public bool AtEnd
        {
            get
            {
                while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                    _at++;
                return _at >= text.Length;
            }
        }

        /// <summary>A requirement begins here.</summary>
        private bool IsAtKey => text[.._at].TrimEnd() is "" or [.., ','];

        public bool Peek(char wanted) => !AtEnd && text[_at] == wanted;

        public bool TakeIf(char wanted)
        {
            if (!Peek(wanted))
                return false;
            _at++;
            return true;
        }

        public bool TakeIf(string wanted)
        {
            if (AtEnd || !text.AsSpan(_at).StartsWith(wanted, StringComparison.Ordinal))
                return false;
            _at += wanted.Length;
            return true;
        }

        public string Word(string expected)
        {
            if (Peek(',') && text[.._at].Trim().Length == 0)
                throw ApiException.BadRequest("found ',', expected: !, identifier, or 'end of string'");
            var word = Value();
            return word.Length > 0 ? word : throw Unexpected(expected);
        }

        public string Value()
        {
            if (!AtEnd && "=!<>()".Contains(text[_at], StringComparison.Ordinal))
                throw ApiException.BadRequest(IsAtKey ? $"found '{text[_at]}', expected: !, identifier, or 'end of string'" : $"unable to parse requirement: found '{text[_at]}', expected: identifier");
            var start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"=!<>(),".Contains(text[_at], StringComparison.Ordinal))
                _at++;
            return text[start.._at];
        }

        public string[] Values()
        {
            if (!TakeIf('('))
                throw ApiException.BadRequest($"unable to parse requirement: found '{(AtEnd ? "" : text[_at..])}' expected: '('");
            var values = new List<string>();
            do
            {
                values.Add(Peek(')') ? "" : Value());
            }
            while (TakeIf(','));
            return TakeIf(')') ? [.. values] : throw Unexpected(values[^1].Length == 0 ? "',', ')' or identifier" : "',' or ')'");
        }

        /// <summary>What follows a requirement and begins none.</summary>
        public ApiException Left() => ApiException.BadRequest($"found '{Mark() ?? Value()}', expected: ',' or 'end of string'");

        private string? Mark() => AtEnd ? null : Array.Find(["==", "!=", "=", "!", "<", ">", "(", ")"], mark => text.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal));

        public ApiException Unexpected(string expected) =>
            ApiException.BadRequest($"unable to parse requirement: found '{(AtEnd ? "" : text[_at..])}', expected: {expected}");
    }
}

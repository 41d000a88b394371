using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers.Policies;

/// <summary>One policy of <c>policies.cases</c>.</summary>
/// <param name="IsAccepted">Whether a server stores it.</param>
internal sealed record PolicyCase(string Name, JsonObject Policy, bool IsAccepted)
{
    public static IEnumerable<PolicyCase> Read(string file)
    {
        var parts = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Append("end"))
        {
            if (line[0] != ' ' && parts.Count > 0)
            {
                foreach (var found in Of($"p{++number}", parts))
                    yield return found;
                parts.Clear();
            }

            parts.Add(line);
        }
    }

    private static IEnumerable<PolicyCase> Of(string name, IReadOnlyList<string> parts)
    {
        if (parts.Any(part => part.StartsWith("  check ", StringComparison.Ordinal) || part.StartsWith("  audit ", StringComparison.Ordinal)))
            yield return new PolicyCase(name, Build(name, parts, "check", "message"), true);
        if (parts.Any(part => part.StartsWith("  refuse", StringComparison.Ordinal)))
            yield return new PolicyCase(name + "-refused", Build(name + "-refused", parts, "refuse", "refuse-message"), false);
    }

    private static JsonObject Build(string name, IReadOnlyList<string> parts, string check, string message)
    {
        var spec = new JsonObject { ["matchConstraints"] = new JsonObject { ["resourceRules"] = new JsonArray([.. parts[0].Split(" + ").Select(Rule)]) } };
        foreach (var part in parts.Skip(1))
        {
            var words = part.TrimStart().Split(' ', 2);
            var text = words[1].Replace("\\n", "\n", StringComparison.Ordinal);
            switch (words[0])
            {
                case "param":
                    var slash = text.LastIndexOf('/');
                    spec["paramKind"] = new JsonObject { ["apiVersion"] = text[..slash], ["kind"] = text[(slash + 1)..] };
                    break;
                case "var":
                    var pair = text.Split(" = ", 2);
                    Add(spec, "variables", new JsonObject { ["name"] = pair[0], ["expression"] = pair[1] });
                    break;
                case "match":
                    Add(spec, "matchConditions", new JsonObject { ["name"] = "m", ["expression"] = text });
                    break;
                case "audit":
                    Add(spec, "auditAnnotations", new JsonObject { ["key"] = "a", ["valueExpression"] = text });
                    break;
                case var word when word == check:
                    Add(spec, "validations", new JsonObject { ["expression"] = text, ["message"] = "no" });
                    break;
                // With the check before it, which may be of the other policy.
                case var word when word == message:
                    spec["validations"]!.AsArray()[^1]!["messageExpression"] = text;
                    break;
            }
        }

        return new JsonObject { ["apiVersion"] = "admissionregistration.k8s.io/v1", ["kind"] = "ValidatingAdmissionPolicy", ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
    }

    private static JsonNode Rule(string text)
    {
        var parts = text.Split('/', 3);
        return new JsonObject { ["apiGroups"] = List(parts[0]), ["apiVersions"] = List(parts[1]), ["operations"] = new JsonArray("*"), ["resources"] = List(parts[2]) };
    }

    private static JsonArray List(string text) => [.. text.Split(',').Select(item => (JsonNode)item)];

    private static void Add(JsonObject spec, string list, JsonObject item)
    {
        if (spec[list] is not JsonArray items)
            spec[list] = items = [];
        items.Add((JsonNode)item);
    }
}

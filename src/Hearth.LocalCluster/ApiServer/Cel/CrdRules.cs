using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>
/// All rules of a custom resource's schema (<c>x-kubernetes-validations</c>), compiled once. As the API server evaluates them: after the
/// schema holds; transition rules only where there was a value before, found in lists by their map keys; what an update did not touch
/// stays accepted; within a budget for the whole object.
/// </summary>
/// <example>
/// <code>
/// var rules = CrdRules.Compile(version.Schema);           // rules.Problems: for the answer to who creates the CRD
/// foreach (var violation in rules.Validate(value, old))   // old: null on create
///     errors.Add(violation);
/// </code>
/// </example>
internal sealed class CrdRules
{
    /// <summary>Stands in messages for where the schema is.</summary>
    public const string Within = "<schema>.";

    private const long TotalBudget = 10_000_000;

    private readonly Node? _root;

    private CrdRules(Node? root, IReadOnlyList<(string, string, JsonNode)> problems) => (_root, Problems) = (root, problems);

    /// <summary>Rules that do not compile: the path of each within the schema, such as <c>properties[spec].x-kubernetes-validations[0].rule</c>, why, and the rule or what of it is wrong.</summary>
    public IReadOnlyList<(string Path, string Message, JsonNode Rule)> Problems { get; }

    /// <summary>What the expressions of the rules may cost in one object, by their paths.</summary>
    public IReadOnlyList<(string Path, double Cost)> Costs() => _root is null ? [] : [.. _root.Costs("", 1)];

    public static CrdRules Compile(JsonObject schema) => Compile(schema, isRoot: true);

    /// <param name="isRoot">Whether it is the schema of whole objects, which have metadata whether it says so or not.</param>
    public static CrdRules Compile(JsonObject schema, bool isRoot)
    {
        var problems = new List<(string, string, JsonNode)>();
        return new CrdRules(Node.Build(schema, "", isRoot, null, problems), problems);
    }

    /// <param name="value">The value to judge.</param>
    /// <param name="old">What it was; null for a new one.</param>
    /// <param name="isLenient">Whether what an update leaves as it was stays accepted.</param>
    public IReadOnlyList<RuleViolation> Validate(JsonNode value, JsonNode? old, bool isLenient = true)
    {
        var violations = new List<RuleViolation>();
        if (_root is not null)
            new Walk(violations, isLenient).Visit(_root, value, old, old is not null, isUntouched: false, "");
        return violations;
    }

    /// <summary>A place in the schema that has rules or leads to some.</summary>
    private sealed record Node(CelType? Type, string TypeName, IReadOnlyList<CrdRule> Rules)
    {
        public Dictionary<string, Node> Properties { get; } = new(StringComparer.Ordinal);

        public Node? Values { get; private set; }

        public Node? Items { get; private set; }

        public IReadOnlyList<string> ItemKeys => Type?.ListType == "map" ? Type.ListKeys : [];

        /// <param name="times">How many values there may be in an object; null where only its size bounds them.</param>
        public IEnumerable<(string Path, double Cost)> Costs(string path, double? times)
        {
            foreach (var (rule, i) in Rules.Select((rule, i) => (rule, i)))
            {
                yield return ($"{Place(path, i)}.rule", rule.MostCost * (times ?? Type!.MostInRequest));
                if (rule.MostMessageCost > 0)
                    yield return ($"{Place(path, i)}.messageExpression", rule.MostMessageCost);
            }

            var below = Properties.SelectMany(property => property.Value.Costs($"{path}properties[{property.Key}].", times))
                .Concat(Values?.Costs(path + "additionalProperties.", times * Schema["maxProperties"].Real) ?? []).Concat(Items?.Costs(path + "items.", times * Schema["maxItems"].Real) ?? []);
            foreach (var cost in below)
                yield return cost;
        }

        public required JsonObject Schema { get; init; }

        /// <summary>Whether the fields of a value are those of the value before, or all of it is another.</summary>
        public bool HasFields { get; private init; }

        /// <param name="loose">The part of the schema in which nothing tells what a value was before, if this is in one.</param>
        public static Node? Build(JsonObject schema, string path, bool isRoot, string? loose, List<(string, string, JsonNode)> problems)
        {
            var type = CelType.OfSchema(schema, isRoot);
            var name = schema["type"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
            var isAtomic = (string?)schema["x-kubernetes-map-type"] == "atomic";
            var node = new Node(type, name, Compile(schema, type, path, loose, problems)) { HasFields = !isAtomic, Schema = schema };
            var below = loose ?? (isAtomic ? path : null);
            foreach (var (field, property) in schema["properties"] as JsonObject ?? [])
            {
                if (property is JsonObject inner && Build(inner, $"{path}properties[{field}].", false, below, problems) is { } child)
                    node.Properties[field] = child;
            }

            node.Values = schema["additionalProperties"] is JsonObject values ? Build(values, $"{path}additionalProperties.", false, loose, problems) : null;
            node.Items = schema["items"] is JsonObject items ? Build(items, $"{path}items.", false, loose ?? ((string?)schema["x-kubernetes-list-type"] == "map" ? null : path), problems) : null;
            return node.Rules.Count + node.Properties.Count > 0 || node.Values is not null || node.Items is not null ? node : null;
        }

        private static List<CrdRule> Compile(JsonObject schema, CelType? type, string path, string? loose, List<(string, string, JsonNode)> problems)
        {
            var rules = new List<CrdRule>();
            if (schema["x-kubernetes-validations"] is not JsonArray entries || type is null)
                return rules;
            for (var i = 0; i < entries.Count; i++)
            {
                if (entries[i] is not JsonObject entry)
                    continue;
                try
                {
                    var rule = new CrdRule(entry, type);
                    rules.Add(rule);
                    if (rule.MessageProblem is { } problem)
                        problems.Add(($"{Place(path, i)}.messageExpression", problem, entry));
                    if (rule.UsesOld && loose is not null)
                        problems.Add(($"{Place(path, i)}.rule", $"oldSelf cannot be used on the uncorrelatable portion of the schema within {Within}{loose.TrimEnd('.')}", entry["rule"]!));
                    else if (!rule.UsesOld && entry["optionalOldSelf"] is { } optional)
                        problems.Add(($"{Place(path, i)}.optionalOldSelf", "may not be set if oldSelf is not used in rule", optional));
                }
                catch (CelCompileException e)
                {
                    problems.Add(($"{Place(path, i)}.rule", e.Message, entry));
                    if (entry["optionalOldSelf"] is { } optional)
                        problems.Add(($"{Place(path, i)}.optionalOldSelf", "may not be set if oldSelf is not used in rule", optional));
                }
            }

            return rules;
        }

        private static string Place(string path, int index) => $"{path}x-kubernetes-validations[{index.ToString(CultureInfo.InvariantCulture)}]";
    }

    private sealed class Walk(List<RuleViolation> violations, bool isLenient)
    {
        private long _budget = TotalBudget;

        /// <param name="isUntouched">Whether the value is part of one that is as it was, though nothing tells which part was this one.</param>
        public void Visit(Node node, JsonNode? value, JsonNode? old, bool hasOld, bool isUntouched, string path)
        {
            if (value is null || _budget < 0)
                return;
            hasOld &= old is not null;
            if (hasOld)
                isUntouched = isLenient && JsonNode.DeepEquals(value, old);
            if (node.Rules.Count > 0)
                Apply(node, value, old, hasOld, isUntouched, path);
            switch (value)
            {
                case JsonObject map:
                    Fields(node, map, hasOld && node.HasFields ? old as JsonObject : null, isUntouched, path);
                    break;
                case JsonArray list when node.Items is not null:
                    Items(node, list, hasOld ? old as JsonArray : null, isUntouched, path);
                    break;
            }
        }

        private void Apply(Node node, JsonNode value, JsonNode? old, bool hasOld, bool isUntouched, string path)
        {
            var self = CelJson.ToValue(value, node.Type!);
            var oldSelf = hasOld ? CelJson.ToValue(old, node.Type!) : null;
            foreach (var rule in node.Rules)
            {
                if (!rule.Applies(hasOld) || _budget < 0)
                    continue;
                if (rule.Check(self, oldSelf, hasOld, path, node.TypeName, ref _budget) is { } violation)
                    violations.Add(violation with { Value = value, IsPassedOver = isUntouched && !rule.UsesOld && !violation.IsFailure });
                if (_budget < 0)
                    violations.Add(new RuleViolation(path, node.TypeName, "validation failed due to running out of cost budget, no further validation rules will be run", "FieldValueInvalid"));
            }
        }

        private void Fields(Node node, JsonObject map, JsonObject? old, bool isUntouched, string path)
        {
            foreach (var (name, child) in map)
            {
                JsonNode? before = null;
                var hasBefore = old is not null && old.TryGetPropertyValue(name, out before);
                if (node.Properties.TryGetValue(name, out var property))
                    Visit(property, child, before, hasBefore, isUntouched, path.Length == 0 ? name : $"{path}.{name}");
                else if (node.Values is not null)
                    Visit(node.Values, child, before, hasBefore, isUntouched, $"{path}[{name}]");
            }
        }

        private void Items(Node node, JsonArray list, JsonArray? old, bool isUntouched, string path)
        {
            var keys = node.ItemKeys;
            var before = old is null || keys.Count == 0 ? null : ByKey(old, keys);
            for (var i = 0; i < list.Count; i++)
            {
                JsonNode? match = null;
                var hasMatch = before is not null && list[i] is JsonObject item && before.TryGetValue(Key(item, keys), out match);
                Visit(node.Items!, list[i], match, hasMatch, isUntouched, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]");
            }
        }

        private static Dictionary<string, JsonNode?> ByKey(JsonArray list, IReadOnlyList<string> keys)
        {
            var found = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
            foreach (var item in list.OfType<JsonObject>())
                found.TryAdd(Key(item, keys), item);
            return found;
        }

        private static string Key(JsonObject item, IReadOnlyList<string> keys) =>
            string.Join('\n', keys.Select(key => item[key]?.ToJsonString() ?? ""));
    }
}

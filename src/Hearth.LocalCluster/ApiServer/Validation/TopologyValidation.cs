using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Where the volumes of a StorageClass may be.</summary>
internal static class TopologyValidation
{
    public static void Validate(ErrorList errors, JsonObject storageClass)
    {
        var terms = storageClass.Objects("allowedTopologies").ToArray();
        // Real servers begin with as many empty terms as there will be, so that an empty one is always a second one.
        var seen = Enumerable.Repeat(new JsonObject(), terms.Length).ToList();
        for (var i = 0; i < terms.Length; i++)
        {
            var at = $"allowedTopologies[{i}].matchLabelExpressions";
            var values = Term(errors, terms[i], at);
            foreach (var _ in seen.Where(other => JsonNode.DeepEquals(other, values)))
                errors.Add(FieldError.Duplicate(at, ""));
            seen.Add(values);
        }
    }

    private static JsonObject Term(ErrorList errors, JsonObject term, string at)
    {
        var values = new JsonObject();
        foreach (var (expression, i) in term.Objects("matchLabelExpressions").Select((expression, i) => (expression, i)))
        {
            var key = expression.Text("key") ?? "";
            var texts = (expression.List("values") ?? []).Select(value => value.Text ?? "").ToArray();
            if (texts.Length == 0)
                errors.Required($"{at}[{i}].values");
            for (var j = 0; j < texts.Length; j++)
            {
                if (Array.IndexOf(texts, texts[j]) < j)
                    errors.Add(FieldError.Duplicate($"{at}[{i}].values[{j}]", texts[j]));
            }

            errors.QualifiedName($"{at}[{i}].key", key);
            if (values.ContainsKey(key))
                errors.Add(FieldError.Duplicate($"{at}[{i}].key", key));
            values[key] = new JsonArray([.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => (JsonNode)text)]);
        }

        return values;
    }
}

using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Addresses and ranges of Services that are objects of their own; new kinds take addresses in their one plain form alone.</summary>
internal static class AddressObjectValidation
{
    public static void Address(ErrorList errors, JsonObject value)
    {
        var name = value.Map("metadata")?.Text("name") ?? "";
        if (AddressProblem(name) is { } problem)
            errors.Invalid("metadata.name", name, problem);
        Parent(errors, value.Map("spec")?.Map("parentRef"));
    }

    public static void AddressUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var parent = value.Map("spec")?["parentRef"];
        if (!JsonNode.DeepEquals(parent, old.Map("spec")?["parentRef"]))
            errors.Invalid("spec.parentRef", errors.InMemory("networking.v1.ParentReference", parent, "spec.parentRef"), "field is immutable");
    }

    private static void Parent(ErrorList errors, JsonObject? parent)
    {
        const string Field = "spec.parentRef";
        if (parent is null)
        {
            errors.Required(Field);
            return;
        }

        if (parent.Text("group") is { Length: > 0 } group)
            errors.Subdomain(Field + ".group", group);
        if (errors.Needed(Field + ".resource", parent.Text("resource")))
            errors.InvalidEach(Field + ".resource", parent["resource"], Names.PathSegmentProblems(parent.Text("resource")!));
        if (errors.Needed(Field + ".name", parent.Text("name")))
            errors.InvalidEach(Field + ".name", parent["name"], Names.PathSegmentProblems(parent.Text("name")!));
        if (parent.Text("namespace") is { Length: > 0 } ns)
            errors.InvalidEach(Field + ".namespace", ns, Names.PathSegmentProblems(ns));
    }

    public static void Ranges(ErrorList errors, JsonObject spec)
    {
        const string Field = "spec.cidrs";
        var ranges = spec.List("cidrs") ?? [];
        if (ranges.Count == 0)
        {
            errors.Required(Field, "at least one CIDR required");
            return;
        }

        if (ranges.Count > 2)
        {
            errors.Invalid(Field, new JsonObject { ["CIDRs"] = ranges.DeepClone() }, "may only hold up to 2 values");
            return;
        }

        var before = errors.All.Count;
        foreach (var (i, range) in ranges.Index())
        {
            if (BlockProblem(range.Text ?? "") is { } problem)
                errors.Invalid($"{Field}[{i}]", range.Text ?? "", problem);
        }

        if (errors.All.Count == before && ranges.Count == 2 && ranges.Select(range => range.Text!.Contains(':', StringComparison.Ordinal)).Distinct().Count() == 1)
            errors.Invalid(Field, ranges.DeepClone(), "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
    }

    public static void RangesUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (ranges, before) = (value.Map("spec")?.List("cidrs") ?? [], old.Map("spec")?.List("cidrs") ?? []);
        foreach (var (i, (range, was)) in ranges.Zip(before).Index())
            errors.Immutable($"spec.cidrs[{i}]", range?.DeepClone(), was);
    }

    private static string? AddressProblem(string text)
    {
        if (!Addresses.TryParse(text, out var address))
            return "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        if (address.IsIPv4MappedToIPv6)
            return "must not be an IPv4-mapped IPv6 address";
        if (address.ToString() == text)
            return null;
        return address.AddressFamily == AddressFamily.InterNetwork ? "must not have leading 0s" : $"must be in canonical form (\"{address}\")";
    }

    private static string? BlockProblem(string text)
    {
        if (!Addresses.TryParseBlock(text, out var address, out var length))
            return "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
        if (address.IsIPv4MappedToIPv6)
            return "must not have an IPv4-mapped IPv6 address";
        var (stated, bits) = (text[..text.IndexOf('/', StringComparison.Ordinal)], text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != stated || bits.Length > 1 && bits[0] == '0')
            return "must not have leading 0s in IP or prefix length";
        if (!Addresses.Network(address, length).BaseAddress.Equals(address))
            return "must not have bits set beyond the prefix length";
        return $"{address}/{length}" == text ? null : $"must be in canonical form (\"{address}/{length}\")";
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Where a Service's pods are: Endpoints and their slices.</summary>
internal static class EndpointValidation
{
    public const string LoopbackRange = "may not be in the loopback range (127.0.0.0/8, ::1/128)";

    public static void Endpoints(ErrorList errors, JsonObject value)
    {
        foreach (var (subset, i) in value.Objects("subsets").Select((subset, i) => (subset, i)))
        {
            var at = $"subsets[{i}]";
            if (!subset.Objects("addresses").Any() && !subset.Objects("notReadyAddresses").Any())
                errors.Required(at, "must specify `addresses` or `notReadyAddresses`");
            foreach (var list in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                foreach (var (address, j) in subset.Objects(list).Select((address, j) => (address, j)))
                    Address(errors, address, $"{at}.{list}[{j}]");
            }

            var ports = subset.Objects("ports").ToArray();
            for (var j = 0; j < ports.Length; j++)
                Port(errors, ports[j], $"{at}.ports[{j}]", ports.Length > 1);
        }
    }

    private static void Address(ErrorList errors, JsonObject address, string at)
    {
        if (Addresses.IsAddress(address.Text("ip") ?? ""))
        {
            Owner();
            NotSpecial(errors, at + ".ip", address.Text("ip")!);
        }
        else
        {
            errors.Invalid(at + ".ip", address.Text("ip") ?? "", "must be a valid IP address");
            errors.Address(at + ".ip", address.Text("ip"));
            Owner();
        }

        void Owner()
        {
            if (address.Text("hostname") is { Length: > 0 } host)
                errors.DnsLabel(at + ".hostname", host);
            if (address.Text("nodeName") is { } node)
                errors.InvalidEach(at + ".nodeName", node, Names.SubdomainProblems(node));
        }
    }

    private static void Port(ErrorList errors, JsonObject port, string at, bool needsName)
    {
        var name = port.Text("name") ?? "";
        if (needsName && name.Length == 0)
            errors.Required(at + ".name");
        else if (name.Length > 0)
            errors.DnsLabel(at + ".name", name);
        errors.Port(at + ".port", port["port"]);
        errors.NeededOneOf(at + ".protocol", port["protocol"], ["SCTP", "TCP", "UDP"]);
        if (port.Text("appProtocol") is { } protocol)
            errors.QualifiedName(at + ".appProtocol", protocol);
    }

    /// <summary>Traffic to addresses of one machine or one link would never leave it.</summary>
    public static void NotSpecial(ErrorList errors, string field, string text)
    {
        if (!Addresses.TryParse(text, out var address))
            return;
        var bytes = address.GetAddressBytes();
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            errors.Invalid(field, text, $"may not be unspecified ({text})");
        if (IPAddress.IsLoopback(address))
            errors.Invalid(field, text, LoopbackRange);
        if (isFour ? bytes[0] == 169 && bytes[1] == 254 : address.IsIPv6LinkLocal)
            errors.Invalid(field, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        if (isFour ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xff && (bytes[1] & 0xf) == 2)
            errors.Invalid(field, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }

    public static void Slice(ErrorList errors, JsonObject slice)
    {
        AddressType(errors, slice);
        Endpoints(errors, slice, slice.Text("addressType") ?? "");
        Ports(errors, slice);
    }

    private static void AddressType(ErrorList errors, JsonObject slice) => errors.NeededOneOf("addressType", slice["addressType"], ["FQDN", "IPv4", "IPv6"]);

    private static void Endpoints(ErrorList errors, JsonObject slice, string type)
    {
        foreach (var (endpoint, i) in slice.Objects("endpoints").Select((endpoint, i) => (endpoint, i)))
            Endpoint(errors, endpoint, type, $"endpoints[{i}]");
    }

    private static void Ports(ErrorList errors, JsonObject slice)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (port, i) in slice.Objects("ports").Select((port, i) => (port, i)))
            SlicePort(errors, port, $"ports[{i}]", names);
    }

    /// <summary>Only what was changed is looked at.</summary>
    public static void SliceUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        if (!JsonNode.DeepEquals(value["endpoints"], old["endpoints"]))
            Endpoints(errors, value, value.Text("addressType") ?? "");
        if (!JsonNode.DeepEquals(value["ports"], old["ports"]))
            Ports(errors, value);
        AddressType(errors, value);
        if (value.Text("addressType") != old.Text("addressType"))
            errors.Invalid("addressType", value.Text("addressType") ?? "", "field is immutable");
    }

    private static void Endpoint(ErrorList errors, JsonObject endpoint, string type, string at)
    {
        var addresses = endpoint.List("addresses") ?? [];
        if (addresses.Count == 0)
            errors.Required(at + ".addresses", "must contain at least 1 address");
        else if (addresses.Count > 100)
            errors.Add(FieldError.TooMany(at + ".addresses", addresses.Count, 100));
        for (var i = 0; i < addresses.Count; i++)
            SliceAddress(errors, addresses[i].Text ?? "", type, $"{at}.addresses[{i}]");
        if (endpoint.Text("nodeName") is { } node)
            errors.InvalidEach(at + ".nodeName", node, Names.SubdomainProblems(node));
        if (endpoint.Text("hostname") is { } host)
            errors.DnsLabel(at + ".hostname", host);
        Hints(errors, endpoint.Map("hints") ?? [], "forZones", at + ".hints.forZones", Names.LabelValueProblems);
        Hints(errors, endpoint.Map("hints") ?? [], "forNodes", at + ".hints.forNodes", Names.SubdomainProblems);
    }

    private static void Hints(ErrorList errors, JsonObject hints, string list, string at, Func<string, IEnumerable<string>> problemsOf)
    {
        const int Most = 8;
        var names = hints.Objects(list).Select(hint => hint.Text("name") ?? "").ToArray();
        if (names.Length > Most)
        {
            errors.Add(FieldError.TooMany(at, names.Length, Most));
            return;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (Array.IndexOf(names, names[i]) < i)
                errors.Add(FieldError.Duplicate($"{at}[{i}].name", names[i]));
            errors.InvalidEach($"{at}[{i}].name", names[i], problemsOf(names[i]));
        }
    }

    private static void SliceAddress(ErrorList errors, string address, string type, string at)
    {
        switch (type)
        {
            case "FQDN":
                errors.InvalidEach(at, address, Names.DomainProblems(address));
                break;
            case "IPv4" or "IPv6" when !Addresses.TryParse(address, out _):
                errors.Address(at, address);
                break;
            case "IPv4" or "IPv6":
                _ = Addresses.TryParse(address, out var parsed);
                if (parsed.AddressFamily == AddressFamily.InterNetwork != (type == "IPv4"))
                    errors.Invalid(at[..at.LastIndexOf('[')], address, $"must be an {type} address");
                if (parsed.IsIPv4MappedToIPv6)
                    errors.Invalid(at, address, "must not be an IPv4-mapped IPv6 address");
                else if (parsed.AddressFamily == AddressFamily.InterNetworkV6 && parsed.ToString() != address)
                    errors.Invalid(at, address, $"must be in canonical form (\"{parsed}\")");
                NotSpecial(errors, at, address);
                break;
        }
    }

    private static void SlicePort(ErrorList errors, JsonObject port, string at, HashSet<string> names)
    {
        var name = port.Text("name") ?? "";
        if (name.Length > 0)
            errors.DnsLabel(at + ".name", name);
        if (!names.Add(name))
            errors.Add(FieldError.Duplicate(at + ".name", name));
        errors.NeededOneOf(at + ".protocol", port["protocol"], ["SCTP", "TCP", "UDP"]);
        if (port.Text("appProtocol") is { } protocol)
            errors.QualifiedName(at + ".appProtocol", protocol);
    }
}

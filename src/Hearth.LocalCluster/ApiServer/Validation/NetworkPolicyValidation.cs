using System.Net;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>NetworkPolicies.</summary>
internal static class NetworkPolicyValidation
{
    public static void Validate(ErrorList errors, JsonObject spec)
    {
        errors.Selector("spec.podSelector", spec.Map("podSelector"));
        foreach (var (list, peers) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
        {
            foreach (var (rule, i) in spec.Objects(list).Select((rule, i) => (rule, i)))
            {
                foreach (var (port, j) in rule.Objects("ports").Select((port, j) => (port, j)))
                    PolicyPort(errors, port, $"spec.{list}[{i}].ports[{j}]");
                foreach (var (peer, j) in rule.Objects(peers).Select((peer, j) => (peer, j)))
                    Peer(errors, peer, $"spec.{list}[{i}].{peers}[{j}]");
            }
        }

        var types = spec.List("policyTypes") ?? [];
        if (types.Count > 2)
        {
            errors.Invalid("spec.policyTypes", types.DeepClone(), "may not specify more than two policyTypes");
            return;
        }

        for (var i = 0; i < types.Count; i++)
            errors.OneOf($"spec.policyTypes[{i}]", types[i], ["Ingress", "Egress"], sorted: false);
    }

    private static void PolicyPort(ErrorList errors, JsonObject port, string field)
    {
        errors.OptionalOneOf(field + ".protocol", port["protocol"], ["TCP", "UDP", "SCTP"], sorted: false);
        var end = port["endPort"];
        if (port["port"] is not { } number)
        {
            if (end is not null)
                errors.Invalid(field + ".endPort", end.DeepClone(), "may not be specified when `port` is not specified");
            return;
        }

        if (number.Text is { } name)
        {
            if (end is not null)
                errors.Invalid(field + ".endPort", end.DeepClone(), "may not be specified when `port` is non-numeric");
            errors.InvalidEach(field + ".port", name, ErrorList.PortNameProblems(name));
            return;
        }

        errors.Port(field + ".port", number);
        if (end is null)
            return;
        if (end.Number < number.Number)
            errors.Invalid(field + ".endPort", number.DeepClone(), "must be greater than or equal to `port`");
        errors.Port(field + ".endPort", end);
    }

    private static void Peer(ErrorList errors, JsonObject peer, string field)
    {
        errors.Selector(field + ".podSelector", peer.Map("podSelector"));
        errors.Selector(field + ".namespaceSelector", peer.Map("namespaceSelector"));
        if (peer.Map("ipBlock") is { } block)
            Block(errors, block, field + ".ipBlock");
        if (peer.Count == 0)
            errors.Required(field, "must specify a peer");
        else if (peer.Count > 1 && peer.ContainsKey("ipBlock"))
            errors.Forbidden(field, "may not specify both ipBlock and another peer");
    }

    private static void Block(ErrorList errors, JsonObject block, string field)
    {
        const string Problem = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
        var range = block.Text("cidr") ?? "";
        if (!errors.Needed(field + ".cidr", range))
            return;
        if (!Addresses.TryParseBlock(range, out var address, out var length))
        {
            errors.Invalid(field + ".cidr", range, Problem);
            return;
        }

        foreach (var (except, i) in (block.List("except") ?? []).Select((except, i) => (except.Text ?? "", i)))
        {
            var at = $"{field}.except[{i}]";
            if (!Addresses.TryParseBlock(except, out var inner, out var innerLength))
                errors.Invalid(at, except, Problem);
            else if (inner.AddressFamily != address.AddressFamily || innerLength <= length || !new IPNetwork(Masked(address, length), length).Contains(inner))
                errors.Invalid(at, except, $"must be a strict subset of `cidr`");
        }
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}

using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>How much of a server a priority gets.</summary>
internal static class PriorityLevelValidation
{
    private const string Limited = "spec.limited";
    private const int MostQueues = 10_000_000;
    private const int MostBits = 60;

    public static void Validate(ErrorList errors, JsonObject value)
    {
        var (name, spec) = (value.Map("metadata")?.Text("name") ?? "", value.Map("spec") ?? []);
        var type = spec.Text("type") ?? "";
        if (type is "Exempt" or "Limited" && type == "Exempt" != (name == "exempt"))
            errors.Invalid("spec.type", type, "must be 'Exempt' if and only if `name` is 'exempt'");
        switch (type)
        {
            case "Exempt":
                if (spec.Map("limited") is not null)
                    errors.Forbidden(Limited, "must be nil if the type is not Limited");
                Shares(errors, spec.Map("exempt"), "spec.exempt");
                break;
            case "Limited":
                if (spec.Map("exempt") is not null)
                    errors.Forbidden("spec.exempt", "must be nil if the type is Limited");
                if (spec.Map("limited") is { } limited)
                    Limits(errors, limited);
                else
                    errors.Required(Limited, "must not be empty when type is Limited");
                break;
            default:
                errors.OneOf("spec.type", type, ["Exempt", "Limited"]);
                break;
        }
    }

    private static void Shares(ErrorList errors, JsonObject? part, string field)
    {
        if (part?["nominalConcurrencyShares"].Number < 0)
            errors.Invalid(field + ".nominalConcurrencyShares", part["nominalConcurrencyShares"]?.DeepClone(), "must be a non-negative integer");
        errors.Range(field + ".lendablePercent", part?["lendablePercent"], 0, 100);
    }

    private static void Limits(ErrorList errors, JsonObject limited)
    {
        if (limited["nominalConcurrencyShares"].Number < 0)
            errors.Invalid(Limited + ".nominalConcurrencyShares", limited["nominalConcurrencyShares"]?.DeepClone(), "must be a non-negative integer");
        Response(errors, limited.Map("limitResponse") ?? []);
        errors.Range(Limited + ".lendablePercent", limited["lendablePercent"], 0, 100);
        if (limited["borrowingLimitPercent"].Number < 0)
            errors.Invalid(Limited + ".borrowingLimitPercent", limited["borrowingLimitPercent"]?.DeepClone(), "if specified, must be a non-negative integer");
    }

    private static void Response(ErrorList errors, JsonObject response)
    {
        const string Field = Limited + ".limitResponse";
        var queuing = response.Map("queuing");
        switch (response.Text("type"))
        {
            case "Reject":
                if (queuing is not null)
                    errors.Forbidden(Field + ".queuing", "must be nil if limited.limitResponse.type is not Limited");
                break;
            case "Queue" when queuing is null:
                errors.Required(Field + ".queuing", "must not be empty if limited.limitResponse.type is Limited");
                break;
            case "Queue":
                Queues(errors, queuing!, Field + ".queuing");
                break;
            default:
                errors.OneOf(Field + ".type", response.Text("type") ?? "", ["Queue", "Reject"]);
                break;
        }
    }

    private static void Queues(ErrorList errors, JsonObject queuing, string field)
    {
        var (length, queues, hand) = (queuing["queueLengthLimit"].Number ?? 0, queuing["queues"].Number ?? 0, queuing["handSize"].Number ?? 0);
        if (length <= 0)
            errors.Invalid(field + ".queueLengthLimit", length, "must be positive");
        if (queues <= 0)
            errors.Invalid(field + ".queues", queues, "must be positive");
        else if (queues > MostQueues)
            errors.Invalid(field + ".queues", queues, $"must not be greater than {MostQueues}");
        if (hand <= 0)
            errors.Invalid(field + ".handSize", hand, "must be positive");
        else if (hand > queues)
            errors.Invalid(field + ".handSize", hand, $"should not be greater than queues ({queues})");
        else if (Bits(queues, hand) > MostBits)
            errors.Invalid(field + ".handSize", hand, $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {MostBits}");
    }

    /// <summary>How many bits it takes to say which queues a hand has.</summary>
    private static int Bits(long deck, long hand)
    {
        var hands = 1.0;
        for (var i = 0L; i < hand; i++)
            hands *= deck - i;
        return (int)Math.Ceiling(Math.Log2(hands));
    }
}

using System.Globalization;

namespace Hearth.Spark.Submission.Steps;

/// <summary>GPUs and their like: <c>spark.driver.resource.NAME.amount</c> and <c>.vendor</c> (<c>ResourceUtils</c>).</summary>
internal static class CustomResources
{
    public static IEnumerable<(string Name, string Amount)> Read(ConfReader conf, string prefix)
    {
        var settings = conf.Conf.WithPrefix(prefix);
        foreach (var name in settings.Select(setting => setting.Key.Split('.')[0]).Distinct())
        {
            var key = prefix + name;
            if (settings.Any(setting => setting.Key == name))
                conf.Problem(key, $"You must specify an amount config for resource: {name} config: {key}", $"set {key}.amount");
            else if (Amount(conf, key, name) is { } amount and > 0)
                yield return ($"{Vendor(conf, key, name)}/{name}", amount.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static int? Amount(ConfReader conf, string key, string name)
    {
        var amount = key + ".amount";
        if (conf.Conf[amount] is not { } text)
        {
            conf.Problem(amount, $"You must specify an amount for {name}", $"set {amount}");
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        conf.Problem(amount, $"For input string: \"{text}\"", "write a whole number");
        return null;
    }

    private static string Vendor(ConfReader conf, string key, string name)
    {
        if (conf.Text(key + ".vendor") is { } vendor)
            return vendor;
        conf.Problem(key + ".vendor", $"Resource: {name} was requested, but vendor was not specified.", $"set {key}.vendor, for example nvidia.com");
        return "";
    }
}

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Numbers whose last digit depends on the others: of books and of credit cards.</summary>
internal static class Checksums
{
    public static bool IsIsbn10(string text)
    {
        var digits = Without(text, ' ', '-');
        if (digits.Length != 10 || !digits[..9].All(char.IsAsciiDigit) || !char.IsAsciiDigit(digits[9]) && digits[9] != 'X')
            return false;
        var sum = 0;
        for (var i = 0; i < 10; i++)
            sum += (i + 1) * (digits[i] == 'X' ? 10 : digits[i] - '0');
        return sum % 11 == 0;
    }

    public static bool IsIsbn13(string text)
    {
        var digits = Without(text, ' ', '-');
        return digits.Length == 13 && digits.All(char.IsAsciiDigit) && digits.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0;
    }

    public static bool IsCreditCard(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length is >= 13 and <= 19 && digits[0] is >= '2' and <= '6' && Luhn(digits);
    }

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static string Without(string text, params char[] letters) => string.Concat(text.Where(letter => !letters.Contains(letter)));
}

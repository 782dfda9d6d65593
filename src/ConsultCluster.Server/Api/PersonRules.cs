namespace ConsultCluster.Server.Api;

/// <summary>What an account's fields may be.</summary>
internal static class PersonRules
{
    private const int MinPassword = 10;
    private const int MaxPassword = 256;
    private const int MaxUserName = 64;
    private const int MaxDisplayName = 80;

    /// <summary>Names that people cannot take for another one, see <see cref="NameRules"/>.</summary>
    public static string UserName(FieldMistakes mistakes, string? userName)
    {
        var trimmed = mistakes.Required("userName", userName, MaxUserName);
        if (NameRules.UserNameMistake(trimmed) is { } mistake)
        {
            mistakes.Add("userName", mistake);
        }

        return trimmed;
    }

    public static string DisplayName(FieldMistakes mistakes, string? displayName) => mistakes.Name("displayName", displayName, MaxDisplayName);

    /// <summary>Length is what counts (NIST SP 800-63B §5.1.1.2); a password is never trimmed.</summary>
    public static string Password(FieldMistakes mistakes, string? password, string field = "password")
    {
        if (password is null || password.Length is < MinPassword or > MaxPassword)
        {
            mistakes.Add(field, $"Must have {MinPassword} to {MaxPassword} characters.");
        }

        return password ?? string.Empty;
    }
}

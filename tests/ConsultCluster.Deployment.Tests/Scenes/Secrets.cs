using System.Text.RegularExpressions;

namespace ConsultCluster.Deployment.Tests.Scenes;

/// <summary>What a secret looks like in a file that should have none.</summary>
internal static partial class Secrets
{
    /// <summary>True for settings whose value is a secret; one that names a file with it is none.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name) && !name.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase);

    /// <summary>Passwords given in words: <c>Password=…</c>, <c>password: …</c>, <c>ENV X_PASSWORD …</c>, keys and certificates.</summary>
    public static IEnumerable<string> In(string text) => Literal().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"(PASSWORD|SECRET|TOKEN|NODE_KEY|POSTGRES_OWNER|CONSULTCLUSTER_POSTGRES)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();

    // A value that begins with $, {, /, :, ? or an ellipsis is a reference, a file or a placeholder; :'name' is a variable of psql; a limit of tokens is a small number.
    [GeneratedRegex(
        """(?<![A-Za-z])(password|passwd|pwd|secret|node_key|apikey|token)["']?(?![ \t]*:')[ \t]*[=:][ \t]*["']?(?![0-9]{1,4}\s)[^\s$"'{/:?…,;|)\]][^\s"']*|-----BEGIN [A-Z ]*PRIVATE KEY""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Literal();
}

namespace ConsultCluster.Domain;

/// <summary>Syntax of every identifier; safe in URLs, SQL, logs and SDP.</summary>
internal static class Identifier
{
    private const int MaxLength = 64;

    public static bool IsWellFormed(string? text)
    {
        if (text is null || text.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>More differences than one in three characters is another name.</summary>
    private const int LettersPerMistake = 3;

    /// <summary>The most similar name; null when none is similar. Only letters and digits count, without the prefix of our variables.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(candidate => (candidate, differences: Differences(Letters(name), Letters(candidate))))
        .Where(near => near.differences <= Letters(name).Length / LettersPerMistake)
        .OrderBy(near => near.differences)
        .Select(near => near.candidate)
        .FirstOrDefault();

    private static string Letters(string name) =>
        string.Concat(name.Replace(Setting.Prefix, null, StringComparison.Ordinal).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));

    /// <summary>Characters to insert, delete or replace (Levenshtein).</summary>
    private static int Differences(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var letter in left)
        {
            var diagonal = row[0]++;
            for (var i = 0; i < right.Length; i++)
            {
                (diagonal, row[i + 1]) = (row[i + 1], Math.Min(Math.Min(row[i], row[i + 1]) + 1, diagonal + (letter == right[i] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}

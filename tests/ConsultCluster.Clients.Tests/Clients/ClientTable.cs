using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests;

/// <summary>
/// The tables of docs/clients.md are what the tests expect: a cell says <c>yes</c>, or <c>no</c> and the number of the reason below the table.
/// What says no must fail, so the list can only shrink.
/// </summary>
internal static class ClientTable
{
    /// <summary>The cells of the table below a heading: its row, its column and whether it works.</summary>
    public static TheoryData<string, string, bool> Cells(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "clients.md"));
        var table = lines
            .SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        if (table.Length < 3)
        {
            throw new InvalidOperationException($"docs/clients.md has no table below '{heading}'.");
        }

        var cells = new TheoryData<string, string, bool>();
        foreach (var row in table.Skip(2))
        {
            for (var column = 1; column < row.Length; column++)
            {
                cells.Add(row[0], table[0][column], Works(row[column]));
            }
        }

        return cells;
    }

    private static bool Works(string cell) => cell switch
    {
        "yes" => true,
        _ when cell.StartsWith("no ", StringComparison.Ordinal) => false,
        _ => throw new InvalidOperationException($"A cell of docs/clients.md says '{cell}'; write yes, or no and the number of the reason."),
    };
}

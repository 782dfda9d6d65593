using ConsultCluster.Storage.Postgres;

namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>Compares everything that was acknowledged with the record, as HTTP shows it, and recomputes the audit's chain.</summary>
internal static class RecordCheck
{
    /// <summary>Entries checked in the chain, and one sentence for each mistake.</summary>
    /// <param name="connection">Of the database.</param>
    public static async Task<(long AuditEntries, List<string> Mistakes)> RunAsync(Acknowledged acknowledged, SoakApi api, string connection)
    {
        var mistakes = new List<string>();
        foreach (var group in acknowledged.Opened)
        {
            mistakes.AddRange(ChatCheck.Compare([.. acknowledged.Messages.Where(message => message.Group == group)], await api.MessagesAsync(group)));
            mistakes.AddRange(await TokensAsync(acknowledged, api, group));
        }

        foreach (var group in acknowledged.Closed)
        {
            var state = (await api.DetailAsync(group)).State;
            if (state != "closed")
            {
                mistakes.Add($"The close of {group} was acknowledged, and it is {state}.");
            }
        }

        using var database = new PostgresDatabase(new PostgresOptions { ConnectionString = connection });
        var chain = await new PostgresAuditStore(database).VerifyAsync();
        if (!chain.Intact)
        {
            mistakes.Add($"The audit's chain is broken at entry {chain.FirstBroken}.");
        }

        return (chain.Entries, mistakes);
    }

    private static async Task<List<string>> TokensAsync(Acknowledged acknowledged, SoakApi api, string group)
    {
        var mistakes = new List<string>();
        var tokens = (await api.TokensAsync(group)).ToDictionary(token => token.TokenId, StringComparer.Ordinal);
        var audit = await api.AuditAsync(group);
        foreach (var token in Of(acknowledged.Issued, group))
        {
            if (!tokens.ContainsKey(token))
            {
                mistakes.Add($"Token {token} of {group} was issued and is not on record.");
            }
            else if (!IsAudited(token, "token.issued"))
            {
                mistakes.Add($"Token {token} of {group} was issued, and the audit has no entry of it.");
            }
        }

        foreach (var token in Of(acknowledged.Revoked, group))
        {
            if (!tokens.TryGetValue(token, out var row) || row.RevokedAt is null)
            {
                mistakes.Add($"Token {token} of {group} was revoked, and the record does not say so.");
            }
            else if (!IsAudited(token, "token.revoked"))
            {
                mistakes.Add($"Token {token} of {group} was revoked, and the audit has no entry of it.");
            }
        }

        if (acknowledged.Closed.Contains(group) && !audit.Any(entry => entry.Action == "group.closed"))
        {
            mistakes.Add($"The close of {group} was acknowledged, and the audit has no entry of it.");
        }

        return mistakes;

        bool IsAudited(string token, string action) => audit.Any(entry => entry.Action == action && entry.Detail.Contains(token, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Of(IEnumerable<(string Group, string Token)> tokens, string group) =>
        tokens.Where(pair => pair.Group == group).Select(pair => pair.Token);
}

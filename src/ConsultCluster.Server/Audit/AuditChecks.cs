using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>The checks of the audit: entries against each other and their signatures, and the newest ones against heads kept elsewhere.</summary>
/// <param name="head">The head of the data folder; null when there is none.</param>
/// <param name="exports">Where further heads are.</param>
internal sealed class AuditChecks(IAuditStore store, AuditHead? head, IReadOnlyList<IAuditExport> exports)
{
    /// <summary>Entries of the quick check: a second's work at most, and more than a server writes in its last minute.</summary>
    private const int Tail = 1000;

    /// <summary>How long a share may take to say what is in a file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Every entry.</summary>
    public async Task<AuditVerification> EntriesAsync(CancellationToken stop) => await store.VerifyAsync(0, await SignedFromAsync(), stop);

    /// <summary>Every head.</summary>
    /// <exception cref="InvalidDataException">A line of an export is no head.</exception>
    public Task<AuditVerification> HeadsAsync(CancellationToken stop) => new AuditHeadCheck(store).RunAsync(AllHeadsAsync(stop), stop);

    /// <summary>The last entries, and the last head of each place.</summary>
    public async Task<AuditVerification> QuickAsync(CancellationToken stop)
    {
        var heads = (await ExportedAsync()).Prepend(head).OfType<AuditHead>().ToAsyncEnumerable();
        var last = await store.LastAsync();
        var tail = await store.VerifyAsync(Math.Max(0, (last?.Number ?? 0) - Tail), await SignedFromAsync(), stop);
        return First(tail, await new AuditHeadCheck(store).RunAsync(heads, stop));
    }

    /// <summary>Of two results the one with the earlier fault; of two whole ones that of the entries.</summary>
    public static AuditVerification First(AuditVerification entries, AuditVerification heads) =>
        heads.Intact || entries.FirstBroken <= heads.FirstBroken ? entries : heads;

    /// <summary>As the heads say, unless they are from before anything was signed.</summary>
    private async Task<long?> SignedFromAsync() =>
        (await ExportedAsync()).Prepend(head).OfType<AuditHead>().FirstOrDefault(known => known.SignedFrom <= known.Number)?.SignedFrom
        ?? await store.FirstSignedAsync();

    /// <summary>The last head of each export. A share that is away or hangs must not keep a server from starting; the next export says so.</summary>
    private async Task<List<AuditHead?>> ExportedAsync()
    {
        List<AuditHead?> heads = [];
        foreach (var export in exports)
        {
            try
            {
                heads.Add(await Task.Run(export.Last).WaitAsync(Patience));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
            {
                heads.Add(null);
            }
        }

        return heads;
    }

    private async IAsyncEnumerable<AuditHead> AllHeadsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var export in exports)
        {
            await foreach (var exported in export.ReadAsync(stop))
            {
                yield return exported;
            }
        }

        if (head is not null)
        {
            yield return head;
        }
    }
}

using System.Net.Http.Headers;
using System.Text;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>Posts a head as JSON to another machine, which keeps the lines as the file would.</summary>
internal sealed class AuditUrlExport(Uri url, HttpClient client) : IAuditExport
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Without a query, which may hold a secret.</summary>
    public string Name => url.GetLeftPart(UriPartial.Path);

    public async Task AddAsync(AuditHead head, CancellationToken stop)
    {
        using var content = new StringContent(head.ToLine(), Encoding.UTF8, Json);
        using var response = await client.PostAsync(url, content, stop);
        response.EnsureSuccessStatusCode();
    }

    public IAsyncEnumerable<AuditHead> ReadAsync(CancellationToken stop) => AsyncEnumerable.Empty<AuditHead>();

    public AuditHead? Last() => null;
}

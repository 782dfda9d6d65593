using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A data folder with the audit of a server that ran, somebody who can write its database, and a place for heads that they cannot reach.</summary>
internal sealed class AuditScene : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _elsewhere = new();

    public string Data => _data.Path;

    public string Database => Path.Combine(Data, "consult.db");

    /// <summary>The exported heads.</summary>
    public string Heads => Path.Combine(_elsewhere.Path, "heads.jsonl");

    /// <summary>Starts a server on the folder, which exports its heads.</summary>
    public Task<StartedServer> StartAsync() => ServerHost.StartAsync(Options());

    public ServerOptions Options() => new() { HttpPort = 0, RelayPort = 0, Relays = 1, Demo = true, Data = Data, AuditExport = Heads };

    /// <summary>Writes into the database past server and triggers.</summary>
    public void Forge(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DROP TRIGGER IF EXISTS audit_is_never_changed; DROP TRIGGER IF EXISTS audit_is_never_deleted; DROP TRIGGER IF EXISTS audit_is_only_continued; {sql}";
        command.ExecuteNonQuery();
    }

    /// <summary>Takes the last entries away, and sets the counter back.</summary>
    public void CutTail(int entries) => Forge(
        $"""
        DELETE FROM audit WHERE number > (SELECT max(number) - {entries} FROM audit);
        UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM audit) WHERE name = 'audit'
        """);

    /// <summary>The command; its exit code, and what it wrote.</summary>
    public async Task<(int Code, string Text)> VerifyAsync(string? head = null)
    {
        var options = Options();
        options.AuditHead = head;
        await using var output = new StringWriter();
        var code = await AuditCommand.RunAsync(options, output, output);
        return (code, output.ToString());
    }

    public void Dispose()
    {
        _data.Dispose();
        _elsewhere.Dispose();
    }
}

using System.Globalization;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Audit;

/// <summary><c>--verify-audit</c>: checks the audit of a database, which a server may be using, and changes nothing.</summary>
internal static class AuditCommand
{
    public const int Whole = 0;
    public const int Broken = 1;
    public const int NotChecked = 2;

    /// <summary>Writes what was found; returns the exit code.</summary>
    public static async Task<int> RunAsync(ServerOptions options, TextWriter output, TextWriter errors)
    {
        try
        {
            var data = Path.GetFullPath(options.Data);
            var folder = new AuditFolder(data);
            using var dataKey = StoreChoice.ExistingDataKey(data);
            using var keys = dataKey is null ? folder.OpenPublicKeys() : folder.OpenKeys(dataKey);
            if (keys is null)
            {
                await errors.WriteLineAsync($"{data} has neither data.key nor a public key in audit-keys; without one nobody can tell who wrote the audit.");
                return NotChecked;
            }

            using var stores = StoreChoice.OpenAudit(options, data, keys);
            var head = folder.Head(keys);
            var file = options.AuditHead is { } path ? new AuditFileExport(Existing(path), string.Empty, keys) : null;
            var checks = new AuditChecks(stores.Audit, head, file is null ? [] : [file]);
            var result = AuditChecks.First(await checks.EntriesAsync(CancellationToken.None), await checks.HeadsAsync(CancellationToken.None));
            await output.WriteLineAsync(Sentence(result, await stores.Audit.LastAsync(), head is not null, options.AuditHead));
            return result.Intact ? Whole : Broken;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or StorageUnavailableException or System.Data.Common.DbException)
        {
            await errors.WriteLineAsync($"The audit cannot be checked: {e.Message}");
            return NotChecked;
        }
    }

    private static string Sentence(AuditVerification result, RecordedAudit? last, bool isHeadKnown, string? file)
    {
        if (result is { FirstBroken: { } first, Fault: { } fault })
        {
            return string.Create(CultureInfo.InvariantCulture, $"broken {AuditText.Word(fault)} {first}: {AuditText.Of(fault, first)}");
        }

        var compared = (isHeadKnown, file) switch
        {
            (true, not null) => $"It is what the data folder and {file} say of it.",
            (false, not null) => $"It is what {file} says of it.",
            (true, null) => "It is what the data folder says of it; --audit-head compares it with an exported file as well.",
            _ => "There is no head to compare it with: entries cut off at the end would not be seen. --audit-head names an exported file.",
        };
        return string.Create(CultureInfo.InvariantCulture, $"whole: {result.Entries} entries{(last is null ? null : $", the newest of {last.Entry.At:u}")}. {compared}");
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw new FileNotFoundException($"There is no file {path}.");
}

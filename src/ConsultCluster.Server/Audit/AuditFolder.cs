using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Server.Audit;

/// <summary>
/// What the data folder keeps of the audit, apart from the database: public keys, the newest head, and with both the proof that the database is
/// still the one of yesterday.
/// </summary>
/// <param name="data">The data folder.</param>
internal sealed class AuditFolder(string data)
{
    private const string KeyFolder = "audit-keys";
    private const string HeadFile = "audit-head.json";

    /// <summary>Where the newest head is.</summary>
    public string HeadPath { get; } = Path.Combine(data, HeadFile);

    /// <summary>The key derived of the data key, and the public keys of earlier ones.</summary>
    /// <exception cref="InvalidDataException">A file in the folder is no public key.</exception>
    public AuditKeys OpenKeys(DataKey dataKey) => Read(trusted => AuditKeys.Of(dataKey, trusted));

    /// <summary>Keeps the public key for later, when the data key may be another or lost.</summary>
    public void KeepPublicKey(AuditKeys keys)
    {
        var folder = Path.Combine(data, KeyFolder);
        SecretFile.MakeFolder(folder);
        SecretFile.WriteOnce(Path.Combine(folder, $"{keys.Id}.pem"), System.Text.Encoding.ASCII.GetBytes(keys.PublicPem + "\n"));
    }

    /// <summary>The public keys alone, for a copy of the folder that has no data key; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A file in the folder is no public key.</exception>
    public AuditKeys? OpenPublicKeys() => Files().Length == 0 ? null : Read(trusted => AuditKeys.Public(trusted));

    /// <summary>The newest head that this folder knows; null when there is none, or none that a trusted key has signed.</summary>
    public AuditHead? Head(AuditKeys keys) => File.Exists(HeadPath) ? AuditHead.Parse(File.ReadAllText(HeadPath), keys) : null;

    /// <summary>Keeps a newer head in place of the last one.</summary>
    public void Keep(AuditHead head) => SecretFile.Write(HeadPath, System.Text.Encoding.UTF8.GetBytes(head.ToLine() + "\n"));

    private string[] Files() => Directory.Exists(Path.Combine(data, KeyFolder)) ? Directory.GetFiles(Path.Combine(data, KeyFolder), "*.pem") : [];

    private AuditKeys Read(Func<IEnumerable<string>, AuditKeys> open)
    {
        var files = Files();
        try
        {
            return open(files.Select(File.ReadAllText));
        }
        catch (Exception e) when (e is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidDataException($"A file in {Path.Combine(data, KeyFolder)} is no public key in PEM: {e.Message} Restore it, or move it away.", e);
        }
    }
}

using System.Globalization;
using System.Text.Json;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Audit;

/// <summary>Faults of the audit in words.</summary>
internal static class AuditText
{
    /// <summary>As in messages: <c>wrong_signature</c>.</summary>
    public static string Word(AuditFault fault) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());

    /// <summary>A sentence on the first wrong entry.</summary>
    public static string Of(AuditFault fault, long first)
    {
        var number = first.ToString(CultureInfo.InvariantCulture);
        return fault switch
        {
            AuditFault.Changed => $"Entry {number} was changed.",
            AuditFault.Missing => $"Entry {number} is missing, and later ones are there.",
            AuditFault.CutTail => $"Entry {number} and all after it are missing: the end was cut off, or an older copy of the database was put back.",
            AuditFault.Inserted => $"Entry {number} was put in.",
            AuditFault.WrongSignature => $"No key that is trusted here has signed entry {number}: somebody without the key has written it.",
            AuditFault.Reordered => $"Entry {number} is at another place.",
            _ => $"From entry {number} on the audit is another than was exported: an older copy of the database was put back and used, or somebody else has the key.",
        };
    }
}

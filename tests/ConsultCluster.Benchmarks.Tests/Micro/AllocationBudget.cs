using System.Globalization;

namespace ConsultCluster.Benchmarks.Tests.Micro;

/// <summary>What operations may allocate: bytes of managed memory for each, on average.</summary>
internal static class AllocationBudget
{
    /// <summary>By the benchmark's name. Nothing per packet; the rest may cost a tenth more than was measured.</summary>
    public static IReadOnlyDictionary<string, int> Bytes { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["ParseRtp"] = 0,
        ["ParseStun"] = 0,
        ["VerifyStun"] = 0,
        ["ParseRtcp"] = 0,
        ["RewriteVideo"] = 0,
        ["RewriteWithDescriptor"] = 0,
        ["ProtectGcm1100"] = 0,
        ["ProtectGcm160"] = 0,
        ["ProtectCm1100"] = 0,
        ["ProtectCm160"] = 0,
        ["UnprotectGcm1100"] = 0,
        ["UnprotectGcm160"] = 0,
        ["UnprotectCm1100"] = 0,
        ["UnprotectCm160"] = 0,
        ["AddToHistory"] = 0,
        ["FindInHistory"] = 0,
        ["FindForRtx"] = 0,
        ["ForwardBurst8To50"] = 0,
        ["TakePacket"] = 0,
        ["AnswerStunCheck"] = 0,
        ["TakeRtcpReport"] = 0,
        ["ForwardAndResend"] = 0,

        // Measured 2026-11-21: 104, 92,037, 110,846 and 2,560 bytes.
        ["UpkeepSecondOfTwo"] = 112,
        ["Renegotiate"] = 100_000,
        ["JoinAndLeave"] = 120_000,
        ["DtlsHandshake"] = 2_800,
    };

    /// <summary>Null when the operation keeps its budget, else what to tell.</summary>
    public static string? Check(Operation operation, int budget)
    {
        var allocated = operation.MeasureAllocatedBytes();
        return allocated <= (long)budget * operation.Invocations
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.Name}: budget {budget} B per operation, measured {(double)allocated / operation.Invocations:#,0.##} B over {operation.Invocations} operations.");
    }
}

using Xunit.Abstractions;
using Xunit.Sdk;

namespace ConsultCluster.Clients.Tests.Matrix;

/// <summary>By name, so that the cells of a row follow each other and share its publisher.</summary>
public sealed class RowByRow : ITestCaseOrderer
{
    /// <inheritdoc />
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(test => test.DisplayName, StringComparer.Ordinal);
}

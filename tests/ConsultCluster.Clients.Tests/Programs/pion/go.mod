module consultcluster/pion

go 1.19

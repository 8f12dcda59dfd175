/** Stands in for packages that a dependency names and this product never reaches. */
export default {};
